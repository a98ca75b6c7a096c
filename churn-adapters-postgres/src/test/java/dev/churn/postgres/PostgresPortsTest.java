package dev.churn.postgres;

import static dev.churn.domain.memory.Samples.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.audit.AuditEntry;
import dev.churn.domain.audit.AuditEntry.Actor;
import dev.churn.domain.audit.AuditEntry.Outcome;
import dev.churn.domain.audit.AuditFilter;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.ApiKeys;
import dev.churn.domain.port.ApiKeysContract;
import dev.churn.domain.port.AuditLog;
import dev.churn.domain.port.AuditLogContract;
import dev.churn.domain.port.CustomerRecords;
import dev.churn.domain.port.CustomerRecordsContract;
import dev.churn.domain.port.DatasetCatalogContract;
import dev.churn.domain.port.Erasures;
import dev.churn.domain.port.ErasuresContract;
import dev.churn.domain.port.ModelRegistryContract;
import dev.churn.domain.port.MonitoringReportsContract;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PipelinesContract;
import dev.churn.domain.port.PredictionLogContract;
import dev.churn.domain.port.PredictionOutcomesContract;
import dev.churn.domain.port.Removals;
import dev.churn.domain.port.RemovalsContract;
import dev.churn.domain.port.TargetsContract;
import dev.churn.domain.port.TestPorts;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.port.TransactionsContract;
import dev.churn.domain.port.Usages;
import dev.churn.domain.port.UsagesContract;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The ports in PostgreSQL keep their contracts, all in one database. */
class PostgresPortsTest {
  private static DatabaseSettings settings;
  private static PostgresDatabase database;

  private final TestPorts ports = TestServer.ports(database);

  @BeforeAll
  static void open() {
    settings = TestServer.newMigratedDatabase();
    database = TestServer.open(settings);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Nested
  class DatasetsInPostgres extends DatasetCatalogContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }

  @Nested
  class ModelsInPostgres extends ModelRegistryContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }

  @Nested
  class PredictionsInPostgres extends PredictionLogContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }

  @Nested
  class OutcomesInPostgres extends PredictionOutcomesContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }

  @Nested
  class ReportsInPostgres extends MonitoringReportsContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }

  @Nested
  class PipelinesInPostgres extends PipelinesContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }

  @Nested
  class UsagesInPostgres extends UsagesContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }

    @Override
    protected Usages usages() {
      return database.usages();
    }
  }

  @Nested
  class TargetsInPostgres extends TargetsContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }

    @Override
    protected Usages usages() {
      return database.usages();
    }
  }

  @Nested
  class ApiKeysInPostgres extends ApiKeysContract {
    @Override
    protected ApiKeys keys() {
      return database.apiKeys();
    }

    @Override
    protected Organizations organizations() {
      return ports.organizations();
    }
  }

  @Nested
  class ErasuresInPostgres extends ErasuresContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }

    @Override
    protected Erasures erasures() {
      return database.erasures();
    }
  }

  @Nested
  class RecordsInPostgres extends CustomerRecordsContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }

    @Override
    protected CustomerRecords records() {
      return database.customerRecords();
    }
  }

  @Nested
  class RemovalsInPostgres extends RemovalsContract {
    @Override
    protected Removals emptyRemovals() {
      Jobs.execute(settings, "delete from removals");
      return database.removals();
    }

    @Override
    protected Transactions transactions() {
      return database.transactions();
    }
  }

  @Nested
  class AuditInPostgres extends AuditLogContract {
    @Override
    protected AuditLog emptyLog() {
      database.auditLog().drop(Instant.parse("2999-01-01T00:00:00Z"), Integer.MAX_VALUE);
      return database.auditLog();
    }

    @Override
    protected Organizations organizations() {
      return ports.organizations();
    }

    @Override
    protected Transactions transactions() {
      return database.transactions();
    }

    @Test
    void the_database_refuses_to_change_or_delete_entries() {
      AuditEntry entry =
          entry(new OrganizationId(UUID.randomUUID()), anybody(), "dataset.delete", 0);
      emptyLog().append(entry);
      database.auditLog().conclude(entry.id(), new Outcome(MONDAY, 200, Optional.empty()));

      for (String table : List.of("audit_entries", "audit_outcomes", "audit_actors")) {
        String column = table.equals("audit_entries") ? "action = 'a.a'" : "entry_id = entry_id";
        for (String change :
            List.of(
                "update " + table + " set " + column,
                "delete from " + table,
                "truncate " + table + " cascade")) {
          assertThatThrownBy(() -> Jobs.execute(settings, change))
              .as(change)
              .hasStackTraceContaining("only ever added");
        }
      }
      assertThatThrownBy(
              () ->
                  Jobs.execute(
                      settings,
                      "select set_config('churn.audit_dropped_before', '1999-01-01', false);"
                          + "delete from audit_entries"))
          .hasStackTraceContaining("only ever added");
      assertThat(database.auditLog().page(AuditFilter.all(), PageRequest.first()).total())
          .isEqualTo(1);
    }

    private static Actor anybody() {
      return new Actor("anybody", Optional.of("anybody"), Optional.empty());
    }
  }

  @Nested
  class TransactionsInPostgres extends TransactionsContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }
}
