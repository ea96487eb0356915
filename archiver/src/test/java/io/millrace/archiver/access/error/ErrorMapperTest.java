package io.millrace.archiver.access.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.access.operation.Operation;
import io.millrace.archiver.access.operation.OperationType;
import io.millrace.archiver.testing.Covers;
import java.net.SocketTimeoutException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

@Timeout(10)
@Covers({"S2-090..097", "S2-127"})
class ErrorMapperTest {
    private static final Operation OPERATION = new Operation("JobRepository", "createJob", OperationType.INSERT);
    private static final String SQL = "INSERT INTO background_jobs (job_type) VALUES (:jobType)";

    @ParameterizedTest
    @CsvSource({
        "53300, PoolExhaustedException, ConnectionException",
        "08006, NetworkFailureException, ConnectionException",
        "57P01, NetworkFailureException, ConnectionException",
        "57014, NetworkFailureException, ConnectionException",
        "53100, NetworkFailureException, ConnectionException",
        "28P01, NetworkFailureException, ConnectionException",
        "3D000, NetworkFailureException, ConnectionException",
        "25006, NetworkFailureException, ConnectionException",
        "XX000, NetworkFailureException, ConnectionException",
        "23505, ConstraintViolationException, TransactionException",
        "23503, ConstraintViolationException, TransactionException",
        "23514, ConstraintViolationException, TransactionException",
        "23P01, ConstraintViolationException, TransactionException",
        "21000, ConstraintViolationException, TransactionException",
        "P0001, ConstraintViolationException, TransactionException",
        "40P01, DeadlockException, TransactionException",
        "40001, DeadlockException, TransactionException",
        "55P03, DeadlockException, TransactionException",
        "42601, InvalidSqlException, QueryException",
        "42703, InvalidSqlException, QueryException",
        "42501, InvalidSqlException, QueryException",
        "25P02, InvalidSqlException, QueryException",
        "0A000, InvalidSqlException, QueryException",
        "42P01, MissingTableException, QueryException",
        "22P02, TypeMismatchException, DataException",
        "22003, TypeMismatchException, DataException",
        "22001, TypeMismatchException, DataException",
        "42804, TypeMismatchException, DataException",
        "23502, NullViolationException, DataException",
        "22004, NullViolationException, DataException",
    })
    void shouldTellTheKindByTheState(String state, String kind, String family) {
        AccessException mapped = ErrorMapper.map(new SQLException("refused", state), OPERATION, SQL);
        assertThat(mapped.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(mapped.getClass().getSuperclass().getSimpleName()).isEqualTo(family);
        assertThat(mapped.isRetryable()).isEqualTo(kind.equals("DeadlockException"));
        assertThat(mapped.context().sqlState()).isEqualTo(state);
    }

    @Test
    void shouldCarryTheContextOfTheStatementAndNoValue() {
        ServerErrorMessage said = new ServerErrorMessage("SERROR\0VERROR\0C23505\0Mduplicate key value violates unique"
                + " constraint \"background_jobs_pkey\"\0DKey (job_id)=(secret) already exists.\0nbackground_jobs_pkey\0"
                + "tbackground_jobs\0cjob_id\0");
        AccessException mapped = ErrorMapper.map(new PSQLException(said, false), OPERATION, SQL);
        assertThat(mapped.context())
                .isEqualTo(
                        new ErrorContext(OPERATION, SQL, "23505", "background_jobs_pkey", "background_jobs", "job_id"));
        assertThat(mapped)
                .hasMessageContaining("JobRepository.createJob")
                .hasMessageContaining("background_jobs_pkey")
                .hasMessageNotContaining("secret");
        assertThat(mapped.getCause()).hasMessageNotContaining("secret");
    }

    @Test
    void shouldNotRepeatAValueThatTheServerRepeats() {
        SQLException error =
                new SQLException("invalid input syntax for type integer: \"my \"secret\"\nof two lines\"", "22P02");
        assertThat(ErrorMapper.map(error, OPERATION, SQL))
                .hasMessageStartingWith("invalid input syntax for type integer: \"...\"")
                .hasMessageNotContaining("secret");
    }

    @Test
    void shouldLookBehindABatchAndAWrapper() {
        BatchUpdateException batch = new BatchUpdateException("batch entry 0 was aborted", "23514", new int[0]);
        batch.setNextException(new SQLException("the reason", "23514"));
        AccessException mapped = ErrorMapper.map(new ConnectionException(batch), OPERATION, SQL);
        assertThat(mapped).isInstanceOf(ConstraintViolationException.class).hasMessageStartingWith("the reason");
    }

    @Test
    void shouldTakeAnErrorWithoutStateForTheNetwork() {
        SQLException error = new SQLException("no answer", new SocketTimeoutException());
        assertThat(ErrorMapper.map(error, OPERATION, SQL)).isInstanceOf(NetworkFailureException.class);
    }

    @Test
    void shouldSayThatTheOutcomeIsUnknownOnlyWhereACommitLostItsLink() {
        assertThat(((NetworkFailureException) ErrorMapper.mapCommit(new SQLException("x", "08006"), OPERATION))
                        .outcomeUnknown())
                .isTrue();
        assertThat(((NetworkFailureException) ErrorMapper.map(new SQLException("x", "08006"), OPERATION, SQL))
                        .outcomeUnknown())
                .isFalse();
    }

    @Test
    void shouldDoubtTheLinkForALostConnectionAndNotForASlowStatement() {
        assertThat(ErrorMapper.doubtsLink(ErrorMapper.map(new SQLException("x", "08006"), OPERATION, SQL)))
                .isTrue();
        assertThat(ErrorMapper.doubtsLink(ErrorMapper.map(new SQLException("x", "57014"), OPERATION, SQL)))
                .isFalse();
        assertThat(ErrorMapper.doubtsLink(ErrorMapper.map(new SQLException("x", "23505"), OPERATION, SQL)))
                .isFalse();
    }
}
