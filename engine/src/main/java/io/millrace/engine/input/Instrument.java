package io.millrace.engine.input;

import io.millrace.engine.config.ConfigurationError;
import io.millrace.journal.codec.InstrumentDefinedEncoder;
import io.millrace.journal.record.Decimals;
import java.util.List;

/**
 * What an instrument is called and how its numbers are written. Immutable; any thread. What the record cannot hold is a
 * {@link ConfigurationError}, so that encoding never fails half-way.
 *
 * @param symbol as the venue writes it
 * @param venue the venue
 * @param priceExponent power of ten of price mantissas
 * @param quantityExponent power of ten of quantity mantissas
 */
public record Instrument(String symbol, String venue, int priceExponent, int quantityExponent) {
    private static final List<String> QUOTE_ASSETS =
            List.of("FDUSD", "USDT", "USDC", "BUSD", "TUSD", "USD", "EUR", "GBP", "TRY", "BTC", "ETH", "BNB");
    private static final int MAX_ASSET_LENGTH = 16;

    public Instrument {
        requireName("symbol", symbol, InstrumentDefinedEncoder.symbolLength());
        requireName("venue", venue, InstrumentDefinedEncoder.venueLength());
        requireExponent("price", priceExponent);
        requireExponent("quantity", quantityExponent);
    }

    private static void requireName(final String what, final String name, final int maxLength) {
        final boolean printable = name.chars().allMatch(c -> c >= ' ' && c < 0x7F);
        if (name.isBlank() || name.length() > maxLength || !printable) {
            throw new ConfigurationError(
                    what + " '" + name + "': must be 1 to " + maxLength + " printable ASCII characters");
        }
    }

    private static void requireExponent(final String what, final int exponent) {
        if (exponent < Decimals.MIN_EXPONENT || exponent > Decimals.MAX_EXPONENT) {
            throw new ConfigurationError(what + " exponent " + exponent + ": must be " + Decimals.MIN_EXPONENT + " to "
                    + Decimals.MAX_EXPONENT);
        }
    }

    /** The part of the symbol before a known quote asset; the whole symbol where it ends with none. */
    public String baseAsset() {
        final String plain = plainSymbol();
        final String quote = quoteAsset();
        final String base = quote.isEmpty() ? plain : plain.substring(0, plain.length() - quote.length());
        return base.substring(0, Math.min(base.length(), MAX_ASSET_LENGTH));
    }

    /** The known quote asset that the symbol ends with; empty where it ends with none. */
    public String quoteAsset() {
        final String plain = plainSymbol();
        for (final String quote : QUOTE_ASSETS) {
            if (plain.length() > quote.length() && plain.endsWith(quote)) {
                return quote;
            }
        }
        return "";
    }

    /** Without separators and the suffix of a perpetual contract: {@code BTC-USD}, {@code BTCUSD_PERP}. */
    private String plainSymbol() {
        final String withoutSuffix = symbol.endsWith("_PERP") ? symbol.substring(0, symbol.length() - 5) : symbol;
        return withoutSuffix.replaceAll("[^A-Za-z0-9]", "");
    }
}
