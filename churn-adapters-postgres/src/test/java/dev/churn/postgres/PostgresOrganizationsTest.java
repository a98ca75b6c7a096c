package dev.churn.postgres;

import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.OrganizationsContract;
import org.junit.jupiter.api.AfterEach;

class PostgresOrganizationsTest extends OrganizationsContract {
  private final PostgresDatabase database = TestServer.open(TestServer.newDatabase());

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected Organizations emptyOrganizations() {
    return database.organizations();
  }
}
