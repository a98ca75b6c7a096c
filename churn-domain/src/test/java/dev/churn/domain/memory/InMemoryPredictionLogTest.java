package dev.churn.domain.memory;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.organization;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.prediction.ChurnProbability;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryPredictionLogTest {
  private static final LocalDate DAY = LocalDate.parse("2024-01-01");
  private static final ModelId MODEL = ModelId.parse("00000000-0000-4000-8000-000000000001");

  @Test
  void many_predictions_are_dropped_at_once() {
    var database = new InMemoryDatabase();
    Organization acme = organization("Acme", MONDAY);
    new InMemoryOrganizations(database).add(acme);
    var log = new InMemoryPredictionLog(database);
    List<LoggedPrediction> many = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      many.add(
          new LoggedPrediction(
              acme.id(),
              "c" + i,
              DAY,
              MODEL,
              1,
              ModelRole.CHAMPION,
              false,
              Optional.empty(),
              new ChurnProbability(0.5),
              DAY.atStartOfDay().toInstant(ZoneOffset.UTC)));
    }
    log.append(many);

    int dropped = log.drop(acme.id(), DAY.plusYears(1), 50_000);

    assertThat(dropped).isEqualTo(50_000);
    assertThat(log.drop(acme.id(), DAY.plusYears(1), 100_000)).isEqualTo(50_000);
  }
}
