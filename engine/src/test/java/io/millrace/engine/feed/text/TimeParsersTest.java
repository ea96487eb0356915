package io.millrace.engine.feed.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TimeParsersTest {

    private static final ZoneTable UTC = new ZoneTable(ZoneOffset.UTC);

    private static long parse(TimeParser parser, String text) {
        byte[] bytes = ("9" + text + "9").getBytes(StandardCharsets.US_ASCII);
        return parser.parseNs(bytes, 1, bytes.length - 1);
    }

    private static long ns(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "America/New_York",
                "Asia/Kolkata",
                "Europe/London",
                "Australia/Lord_Howe",
                "Asia/Gaza",
                "Pacific/Apia",
                "America/Sao_Paulo",
                "UTC",
                "+05:30"
            })
    void shouldAgreeWithJavaTimeWhenZonesChangeClocks(String name) {
        ZoneId zone = ZoneId.of(name);
        ZoneTable table = new ZoneTable(zone);
        long seed = 17L;
        Random random = new Random(seed);
        LocalDateTime start = LocalDateTime.of(1971, 1, 1, 0, 0);
        for (int i = 0; i < 40_000; i++) {
            LocalDateTime wall = start.plusSeconds((long) (random.nextDouble() * 100 * 365.25 * 86_400));
            assertWall(zone, table, wall, seed);
        }
        // Every ten minutes over three recent years, so that each change is met on both sides.
        LocalDateTime wall = LocalDateTime.of(2023, 1, 1, 0, 0);
        for (int i = 0; i < 3 * 366 * 144; i++) {
            assertWall(zone, table, wall, seed);
            wall = wall.plusMinutes(10);
        }
    }

    private static void assertWall(ZoneId zone, ZoneTable table, LocalDateTime wall, long seed) {
        long expected = wall.atZone(zone).toEpochSecond();
        long actual = table.toUtcSeconds(wall.toEpochSecond(ZoneOffset.UTC));
        if (actual != expected) {
            throw new AssertionError(
                    "seed " + seed + ": " + wall + " in " + zone + " is " + expected + ", not " + actual);
        }
    }

    @Test
    void shouldAgreeWithJavaTimeWhenTextsAreIso() {
        long seed = 18L;
        Random random = new Random(seed);
        IsoTimeParser parser = new IsoTimeParser(new ZoneTable(ZoneId.of("Asia/Kolkata")));
        for (int i = 0; i < 100_000; i++) {
            Instant instant = Instant.ofEpochSecond(
                    (long) (random.nextDouble() * 9_000_000_000L) + 86_400, random.nextInt(1_000_000_000));
            ZoneOffset offset = ZoneOffset.ofTotalSeconds((random.nextInt(27 * 4) - 13 * 4) * 900);
            String text = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atOffset(offset));
            assertThat(parse(parser, text)).as("seed %d, %s", seed, text).isEqualTo(ns(instant));
            LocalDateTime wall = LocalDateTime.ofInstant(instant, ZoneId.of("Asia/Kolkata"));
            String local =
                    wall.truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss"));
            assertThat(parse(parser, local))
                    .as("seed %d, %s", seed, local)
                    .isEqualTo(ns(instant.truncatedTo(ChronoUnit.SECONDS)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2020-02-29, 2020-02-29T00:00:00Z",
        "2000-02-29T23:59:59.999999999Z, 2000-02-29T23:59:59.999999999Z",
        "1970-01-01T00:00Z, 1970-01-01T00:00:00Z",
        "2020-01-01 00:00+0530, 2019-12-31T18:30:00Z",
        "2020-01-01 00:00-05, 2020-01-01T05:00:00Z"
    })
    void shouldReadIsoWhenPartsAreOptional(String text, Instant expected) {
        assertThat(parse(new IsoTimeParser(UTC), text)).isEqualTo(ns(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2020",
                "2020-1-01",
                "2021-02-29",
                "1900-02-28",
                "2100-02-29",
                "2020-00-10",
                "2020-13-01",
                "2020-04-31",
                "2020-01-00",
                "2020-01-32",
                "2020-01-01T",
                "2020-01-01 24:00",
                "2020-01-01 10",
                "2020-01-01 10:60",
                "2020-01-01 10:00:60",
                "2020-01-01 10:00:00.",
                "2020-01-01 10:00:00.1234567890",
                "2020-01-01 10:00:00X",
                "2020-01-01 10:00:00Z1",
                "2020-01-01 10:00:00+5",
                "2020-01-01 10:00:00+19:00",
                "2020-01-01 10:00:00+05:75",
                "2020/01/01",
                "20-01-2020",
                "2020-01-01 10:00:00+05:3",
                "1969-12-31",
                "2262-04-12",
                "9999-12-31",
                "1970-01-01 00:00:00+05:30",
                "２０２０-01-01"
            })
    void shouldRefuseWhenTextIsNoIsoTime(String text) {
        assertThat(parse(new IsoTimeParser(UTC), text)).isEqualTo(Times.BAD);
        assertThat(parse(new AutoTimeParser(UTC), text)).isEqualTo(Times.BAD);
    }

    @ParameterizedTest
    @CsvSource({
        "1723161255, 1723161255000000000, 1000000000",
        "1723161255342, 1723161255342000000, 1000000",
        "1723161255342001, 1723161255342001000, 1000",
        "1723161255342001002, 1723161255342001002, 1",
        "1723161255.25, 1723161255250000000, 1000000000",
        "1723161255342.5, 1723161255342500000, 1000000",
        "1626992742.28956910001, 1626992742289569100, 1000000000",
        "100000000, 100000000000000000, 1000000000",
        "9223372035999, 9223372035999000000, 1000000"
    })
    void shouldTellTheUnitByMagnitude(String text, long expectedNs, long unitNs) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(Times.parseAnyUnit(bytes, 0, bytes.length)).isEqualTo(expectedNs);
        assertThat(Times.unitNs(bytes, 0, bytes.length)).isEqualTo(unitNs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "99999999",
                "-1723161255",
                "+1723161255",
                "9223372037",
                "9223372036855",
                "17231612553x2",
                "9223372036854776",
                "9223372036854775808",
                "99999999999999999999",
                "1723161255.",
                "1723161255.x",
                "1723161255.1234567890x",
                ".5",
                "1e9",
                "NaN"
            })
    void shouldRefuseWhenNumberIsNoPlausibleTime(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        long parsed = Times.parseAnyUnit(bytes, 0, bytes.length);
        assertThat(parsed).isEqualTo(text.equals("1723161255.") ? 1723161255000000000L : Times.BAD);
    }

    @Test
    void shouldRefuseWhenPatternDoesNotMatch() {
        PatternTimeParser parser = new PatternTimeParser("dd.MM.yyyy HH:mm", ZoneOffset.UTC);
        assertThat(parse(parser, "01.02.2020 03:04")).isEqualTo(ns(Instant.parse("2020-02-01T03:04:00Z")));
        assertThat(parse(parser, "2020-02-01")).isEqualTo(Times.BAD);
        assertThat(parse(parser, "01.01.1960 00:00")).isEqualTo(Times.BAD);
        assertThat(parse(parser, "01.01.9000 00:00")).isEqualTo(Times.BAD);
        assertThat(parse(new PatternTimeParser("yyyyMMdd", ZoneOffset.UTC), "20200201"))
                .isEqualTo(ns(Instant.parse("2020-02-01T00:00:00Z")));
    }
}
