package io.millrace.archiver.sink;

/** What rows need to know of an instrument; immutable once made, so the arrays are not copied. */
record Instrument(byte[] symbol, String baseAsset, int priceExponent, int quantityExponent) {}
