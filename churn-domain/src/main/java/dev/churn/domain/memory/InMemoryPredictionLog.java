package dev.churn.domain.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;
import static java.util.Comparator.comparing;

import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.PredictionLog;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** The prediction log in memory. */
public final class InMemoryPredictionLog implements PredictionLog {
  private static final Comparator<LoggedPrediction> IN_ORDER =
      comparing(LoggedPrediction::asOf)
          .thenComparing(p -> p.customerId().getBytes(UTF_8), Arrays::compareUnsigned)
          // compare as text, because UUID compares as signed numbers
          .thenComparing(p -> p.model().toString());

  private static final Comparator<LoggedPrediction> LATEST_FIRST =
      comparing(LoggedPrediction::asOf).thenComparing(LoggedPrediction::createdAt).reversed();

  private final InMemoryDatabase database;

  public InMemoryPredictionLog(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public void append(List<LoggedPrediction> predictions) {
    database.run(
        () -> {
          for (LoggedPrediction prediction : predictions) {
            InMemoryOrganizations.require(database, prediction.organizationId());
            database.loggedPredictions.merge(
                key(prediction),
                prediction,
                (known, next) -> next.createdAt().isBefore(known.createdAt()) ? known : next);
          }
        });
  }

  private static List<Object> key(LoggedPrediction prediction) {
    return List.of(
        prediction.organizationId(),
        prediction.customerId(),
        prediction.asOf(),
        prediction.model());
  }

  @Override
  public void read(
      OrganizationId organization,
      LocalDate from,
      LocalDate to,
      Consumer<LoggedPrediction> consumer) {
    database
        .call(
            () ->
                database.loggedPredictions.values().stream()
                    .filter(p -> p.organizationId().equals(organization))
                    .filter(p -> !p.asOf().isBefore(from) && !p.asOf().isAfter(to))
                    .sorted(IN_ORDER)
                    .toList())
        .forEach(consumer);
  }

  @Override
  public List<LoggedPrediction> answers(OrganizationId organization, String customerId, int limit) {
    return database.call(
        () ->
            database.loggedPredictions.values().stream()
                .filter(p -> p.organizationId().equals(organization) && !p.shadow())
                .filter(p -> p.customerId().equals(customerId))
                .sorted(LATEST_FIRST)
                .limit(limit)
                .toList());
  }

  @Override
  public int drop(OrganizationId organization, LocalDate before, int limit) {
    return database.call(
        () -> {
          List<LoggedPrediction> old =
              database.loggedPredictions.values().stream()
                  .filter(p -> p.organizationId().equals(organization))
                  .filter(p -> p.asOf().isBefore(before))
                  .filter(p -> p.createdAt().isBefore(before.atStartOfDay(UTC).toInstant()))
                  .sorted(IN_ORDER)
                  .limit(limit)
                  .toList();
          // removeAll would compare every one with every other
          old.forEach(prediction -> database.loggedPredictions.remove(key(prediction)));
          return old.size();
        });
  }
}
