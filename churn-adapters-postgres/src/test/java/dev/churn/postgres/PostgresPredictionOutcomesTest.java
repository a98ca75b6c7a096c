package dev.churn.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionInput.ScoringSnapshot;
import dev.churn.domain.batch.RiskDistribution;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.monitoring.PredictedDay;
import dev.churn.domain.monitoring.PredictionCounts;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.storage.ObjectKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PostgresPredictionOutcomesTest {
  private static final LocalDate DAY = LocalDate.parse("2024-02-29");
  private static final ModelId CHAMPION = new ModelId(new UUID(0, 1));
  private static final ModelId SHADOW = new ModelId(new UUID(0, 2));
  private static final ModelId BY_CALL = new ModelId(new UUID(0, 3));

  private static PredictionCounts counted(ModelId model, long predictions) {
    return new PredictionCounts(model, DAY, predictions, 0, 0, false);
  }

  private static void batch(PostgresDatabase database, OrganizationId organization) {
    var table = UUID.randomUUID();
    var id = new BatchId(UUID.randomUUID());
    PredictionBatches batches = database.predictions();
    batches.add(
        new PredictionBatch(
            id,
            organization,
            "March",
            new ScoringSnapshot(new DatasetId(table), ObjectKey.features(organization, table)),
            DAY,
            OptionalLong.of(2),
            Samples.MONDAY,
            new PredictionBatch.Queued()));
    batches.store(
        organization,
        id,
        sink -> {
          sink.answer(prediction(id, "c-1", CHAMPION, ModelRole.CHAMPION));
          sink.answer(prediction(id, "c-2", CHAMPION, ModelRole.CHAMPION));
          sink.shadow(prediction(id, "c-1", SHADOW, ModelRole.SHADOW));
        });
    batches.complete(
        organization,
        id,
        new PredictionBatch.Completed(
            Samples.MONDAY,
            0.9,
            new RiskDistribution(0, 0, 0, 2),
            ObjectKey.predictions(organization, id.value())));
  }

  private static CustomerPrediction prediction(
      BatchId batch, String customer, ModelId model, ModelRole role) {
    return new CustomerPrediction(
        batch,
        CustomerPrediction.UNRANKED,
        customer,
        DAY,
        new ChurnProbability(0.9),
        model,
        1,
        Optional.of(role),
        Optional.of(true),
        List.of());
  }

  private static void logged(
      PostgresDatabase database, OrganizationId organization, Instant at, String... customers) {
    database
        .predictionLog()
        .append(
            Stream.of(customers)
                .map(
                    customer ->
                        new LoggedPrediction(
                            organization,
                            customer,
                            DAY,
                            BY_CALL,
                            3,
                            ModelRole.CHAMPION,
                            false,
                            Optional.of(true),
                            new ChurnProbability(0.2),
                            at))
                .toList());
  }

  @Test
  void predictions_are_counted_when_they_are_stored_and_not_when_they_are_shown() {
    DatabaseSettings settings = TestServer.newMigratedDatabase();
    try (PostgresDatabase database = TestServer.open(settings)) {
      var acme = Samples.organization("Acme", Samples.MONDAY);
      database.organizations().add(acme);
      batch(database, acme.id());
      logged(database, acme.id(), Samples.MONDAY, "c-1", "c-3", "c-1");
      logged(database, acme.id(), Samples.MONDAY.plusSeconds(1), "c-1", "c-4");
      logged(database, acme.id(), Samples.MONDAY.minusSeconds(1), "c-1"); // too late to count
      Jobs.execute(settings, "drop table customer_predictions, logged_predictions");

      assertThat(database.outcomes().counts(acme.id()))
          .containsExactly(counted(CHAMPION, 2), counted(SHADOW, 1), counted(BY_CALL, 3));
      assertThat(database.outcomes().predictedDays(acme.id()))
          .containsExactly(
              new PredictedDay(CHAMPION, DAY),
              new PredictedDay(SHADOW, DAY),
              new PredictedDay(BY_CALL, DAY));
    }
  }

  @Test
  void predictions_of_earlier_versions_are_counted_once() throws Exception {
    DatabaseSettings settings = TestServer.newDatabase();
    List<String> before =
        Stream.of(
                "001-main-job",
                "002-registry",
                "003-predictions",
                "004-evaluation",
                "005-monitoring",
                "006-latest-batches")
            .map(name -> "dev/churn/postgres/changelog/%s.sql".formatted(name))
            .toList();
    Migrations.apply(settings.newSource(), before);
    OrganizationId acme = OrganizationId.parse("00000000-0000-4000-8000-000000000001");
    Jobs.execute(
        settings,
        """
        insert into organizations (id, name, churn_threshold_days, active_window_days,
          activity_event_types, created_at) values ('%1$s', 'Acme', 30, 90, '{}', now());
        insert into prediction_batches (id, organization_id, batch_name, source, as_of,
          input_bucket, input_path, created_at, status, completed_at, avg_churn_probability,
          low_count, medium_count, high_count, critical_count, output_bucket, output_path,
          features_dataset_id)
        values ('%1$s', '%1$s', 'March', 'dataset', '2024-02-29', 'utils', 'in', now(),
          'completed', now(), .5, 2, 0, 0, 0, 'utils', 'out', gen_random_uuid());
        insert into customer_predictions (batch_id, is_shadow, rank_order, customer_id,
          churn_probability, model_id, model_version, reasons)
        values ('%1$s', false, 1, 'c-1', .2, '%2$s', 1, '{}'),
          ('%1$s', false, 2, 'c-2', .1, '%2$s', 1, '{}'),
          ('%1$s', true, null, 'c-1', .1, '%3$s', 2, '{}');
        insert into logged_predictions (organization_id, as_of, customer_id, model_id,
          model_version, role, probability, created_at)
        values ('%1$s', '2024-02-29', 'c-9', '%4$s', 3, 'champion', .3, now())
        """
            .formatted(acme, CHAMPION, SHADOW, BY_CALL));

    try (PostgresDatabase database = TestServer.open(settings)) {
      assertThat(database.outcomes().counts(acme))
          .containsExactly(counted(CHAMPION, 2), counted(SHADOW, 1), counted(BY_CALL, 1));
    }
  }
}
