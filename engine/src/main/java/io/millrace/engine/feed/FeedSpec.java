package io.millrace.engine.feed;

import io.millrace.engine.config.ConfigurationError;
import io.millrace.journal.record.Decimals;
import java.nio.file.Path;

/**
 * What to read: a file, its format, and the instrument it is about.
 *
 * <p>Immutable; any thread. A symbol or venue that the record schema cannot hold, or an exponent out of range, is a
 * {@link ConfigurationError}.
 *
 * @param symbol as the venue writes it; compared without case where the file names symbols
 * @param priceExponent power of ten of the instrument's price mantissas
 * @param quantityExponent power of ten of the instrument's quantity mantissas
 * @param strict whether the first rejection ends the feed with a {@link FeedRejectedException}
 */
public record FeedSpec(
        FeedFormat format,
        Path path,
        String symbol,
        String venue,
        int priceExponent,
        int quantityExponent,
        FeedOptions options,
        boolean strict) {

    private static final int MAX_SYMBOL_LENGTH = 32;
    private static final int MAX_VENUE_LENGTH = 16;

    public FeedSpec {
        checkName("symbol", symbol, MAX_SYMBOL_LENGTH);
        checkName("venue", venue, MAX_VENUE_LENGTH);
        checkExponent("price", priceExponent);
        checkExponent("quantity", quantityExponent);
        options.checkFor(format);
    }

    /** A spec with the exponents of the format, no options, not strict. */
    public static FeedSpec of(String formatName, Path path, String symbol, String venue) {
        FeedFormat format = FeedFormat.named(formatName);
        return new FeedSpec(
                format,
                path,
                symbol,
                venue,
                format.defaultPriceExponent(),
                format.defaultQuantityExponent(),
                FeedOptions.none(),
                false);
    }

    public FeedSpec withExponents(int newPriceExponent, int newQuantityExponent) {
        return new FeedSpec(format, path, symbol, venue, newPriceExponent, newQuantityExponent, options, strict);
    }

    public FeedSpec withOptions(FeedOptions newOptions) {
        return new FeedSpec(format, path, symbol, venue, priceExponent, quantityExponent, newOptions, strict);
    }

    /** The spec with one more option. */
    public FeedSpec withOption(String key, String value) {
        return withOptions(options.with(key, value));
    }

    public FeedSpec withStrict(boolean newStrict) {
        return new FeedSpec(format, path, symbol, venue, priceExponent, quantityExponent, options, newStrict);
    }

    private static void checkName(String what, String name, int maxLength) {
        boolean printable = name.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        if (name.isBlank() || name.length() > maxLength || !printable) {
            throw new ConfigurationError(what + " '" + Printable.text(name) + "': must be 1 to " + maxLength
                    + " printable ASCII characters");
        }
    }

    private static void checkExponent(String what, int exponent) {
        if (exponent < Decimals.MIN_EXPONENT || exponent > Decimals.MAX_EXPONENT) {
            throw new ConfigurationError(what + " exponent " + exponent + ": must be " + Decimals.MIN_EXPONENT + " to "
                    + Decimals.MAX_EXPONENT);
        }
    }
}
