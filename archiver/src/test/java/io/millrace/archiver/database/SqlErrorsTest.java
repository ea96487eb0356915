package io.millrace.archiver.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class SqlErrorsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "08001", "08006", "57P01", "57P03", "53100", "53300", "40001", "40P01", "55P03", "25006", "58030",
                "XX000"
            })
    void shouldTryAgainWhenTheServerIsAwayOrBusy(String state) {
        assertThat(SqlErrors.isTransient(new SQLException("x", state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23514", "23505", "22P02", "42P01", "42501", "28P01", "3D000", "0A000"})
    void shouldNotTryAgainWhenTheAnswerWillBeTheSame(String state) {
        assertThat(SqlErrors.isTransient(new SQLException("x", state))).isFalse();
    }

    @Test
    void shouldTryAgainWhenTheDriverGivesNoState() {
        assertThat(SqlErrors.isTransient(new SQLException("x"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"28P01, true", "28000, true", "3D000, true", "08006, false", "42P01, false"})
    void shouldTellRefusalFromAbsence(String state, boolean refused) {
        assertThat(SqlErrors.isRefused(new SQLException("x", state))).isEqualTo(refused);
    }

    @ParameterizedTest
    @CsvSource({
        "22021, true", "22003, true", "23502, true", "23505, true", "23514, true", "08006, false", "40001, false",
        "53100, false", "57014, false", "58030, false", "XX000, false", "25006, false", "25P02, false", "42P01, false"
    })
    void shouldTellARefusedRowFromTroubleOfTheDatabase(String state, boolean refused) {
        assertThat(SqlErrors.isRowRefused(new SQLException("x", state))).isEqualTo(refused);
        assertThat(SqlErrors.isRowRefused(new SQLException("x"))).isFalse();
    }

    @Test
    void shouldFindTheSqlErrorAmongTheCauses() {
        SQLException sql = new SQLException("x", "08006");
        assertThat((Object) SqlErrors.find(new IllegalStateException(new RuntimeException(sql))))
                .isSameAs(sql);
        assertThat((Object) SqlErrors.find(new IllegalStateException("none"))).isNull();
    }

    @Test
    void shouldDescribeInOneLine() {
        assertThat(SqlErrors.describe(new SQLException("first\n  second", "08006")))
                .isEqualTo("first second [08006]");
    }
}
