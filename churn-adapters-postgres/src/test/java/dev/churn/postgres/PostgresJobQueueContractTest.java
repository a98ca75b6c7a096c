package dev.churn.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.job.JobHandler;
import dev.churn.domain.port.JobQueueContract;
import dev.churn.domain.port.TestPorts;
import org.junit.jupiter.api.AfterEach;

class PostgresJobQueueContractTest extends JobQueueContract {
  private final DatabaseSettings settings = TestServer.newMigratedDatabase();
  private final PostgresDatabase database = TestServer.open(settings);

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected TestPorts ports() {
    return TestServer.ports(database);
  }

  @Override
  protected void workOff(JobHandler handler) {
    database.jobs().start(handler, 2);
    assertThat(Jobs.allFinished(settings)).isTrue();
  }
}
