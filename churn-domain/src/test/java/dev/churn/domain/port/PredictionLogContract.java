package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.organization;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.feature.CustomerActivity;
import dev.churn.domain.feature.CustomerState;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.monitoring.PredictedDay;
import dev.churn.domain.monitoring.PredictionCounts;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.prediction.ChurnProbability;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link PredictionLog} keeps. */
public abstract class PredictionLogContract {
  private static final LocalDate DAY = LocalDate.parse("2024-03-01");
  private static final ModelId MODEL = ModelId.parse("00000000-0000-4000-8000-000000000001");
  private static final ModelId NEXT = ModelId.parse("80000000-0000-4000-8000-000000000002");

  private OrganizationId acme;
  private OrganizationId other;
  private PredictionLog log;

  /** {@return the ports of one database; every test adds organizations of its own} */
  protected abstract TestPorts ports();

  @BeforeEach
  void two_organizations() {
    log = ports().predictionLog();
    acme = added("Acme");
    other = added("Other");
  }

  private OrganizationId added(String name) {
    var organization = organization(name, MONDAY);
    ports().organizations().add(organization);
    return organization.id();
  }

  private LoggedPrediction prediction(
      String customer, LocalDate asOf, ModelId model, ModelRole role, double p, Instant at) {
    boolean isShadow = role == ModelRole.SHADOW;
    return new LoggedPrediction(
        acme,
        customer,
        asOf,
        model,
        3,
        role,
        isShadow,
        active(customer),
        activity(customer),
        new ChurnProbability(p),
        at);
  }

  /** {@return all three values, for different customers} */
  private static Optional<Boolean> active(String customer) {
    return switch (customer.hashCode() % 3) {
      case 0 -> Optional.of(true);
      case 1 -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** {@return all states and none, for different customers} */
  private static Optional<CustomerActivity> activity(String customer) {
    int place = Math.floorMod(customer.hashCode(), CustomerState.values().length + 1);
    return place == CustomerState.values().length
        ? Optional.empty()
        : Optional.of(new CustomerActivity(CustomerState.values()[place], 30 * place));
  }

  private List<LoggedPrediction> read(OrganizationId organization, LocalDate from, LocalDate to) {
    List<LoggedPrediction> found = new ArrayList<>();
    log.read(organization, from, to, found::add);
    return found;
  }

  @Test
  void predictions_come_back_as_they_were_by_day_customer_and_model() {
    var second = prediction("b", DAY, NEXT, ModelRole.SHADOW, 0.123456789012345, MONDAY);
    var first = prediction("b", DAY, MODEL, ModelRole.CHALLENGER, 0.9, MONDAY);
    var umlaut =
        prediction("é ‰", DAY, MODEL, ModelRole.CHAMPION, 0.1, MONDAY.plusNanos(123_457_000));
    var capital = prediction("Z", DAY, MODEL, ModelRole.CHAMPION, 0, MONDAY);
    var next = prediction("a", DAY.plusDays(1), MODEL, ModelRole.CHAMPION, 1, MONDAY);
    log.append(List.of(next, umlaut, second));
    log.append(List.of(first, capital));

    assertThat(read(acme, DAY, DAY.plusDays(1)))
        .containsExactly(capital, first, second, umlaut, next);
    assertThat(read(acme, DAY, DAY)).containsExactly(capital, first, second, umlaut);
    assertThat(read(acme, DAY.plusDays(1), DAY.plusDays(9))).containsExactly(next);
    assertThat(read(other, DAY, DAY.plusDays(1))).isEmpty();
  }

  @Test
  void of_a_customer_day_and_model_the_latest_is_kept() {
    var late = prediction("a", DAY, MODEL, ModelRole.CHALLENGER, 0.7, MONDAY.plusSeconds(2));
    var early = prediction("a", DAY, MODEL, ModelRole.CHAMPION, 0.4, MONDAY.plusSeconds(1));
    var same = prediction("a", DAY, MODEL, ModelRole.SHADOW, 0.8, MONDAY.plusSeconds(2));
    log.append(List.of(prediction("a", DAY, MODEL, ModelRole.CHAMPION, 0.3, MONDAY), late));
    log.append(List.of(early));
    log.append(List.of(late, early));

    assertThat(read(acme, DAY, DAY)).containsExactly(late);
    log.append(List.of(same));
    assertThat(read(acme, DAY, DAY)).containsExactly(same);
  }

  @Test
  void all_or_none_are_added() {
    var fine = prediction("a", DAY, MODEL, ModelRole.CHAMPION, 0.3, MONDAY);
    var nobody =
        new LoggedPrediction(
            new OrganizationId(UUID.randomUUID()),
            "a",
            DAY,
            MODEL,
            3,
            ModelRole.CHAMPION,
            false,
            Optional.of(true),
            new ChurnProbability(0.3),
            MONDAY);

    assertThatThrownBy(() -> log.append(List.of(fine, nobody)))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
    assertThat(read(acme, DAY, DAY)).isEmpty();
    log.append(List.of());
  }

  @Test
  void answers_for_a_customer_are_found_the_latest_first() {
    var early = prediction("a", DAY, MODEL, ModelRole.CHAMPION, 0.3, MONDAY.plusSeconds(9));
    var late = prediction("a", DAY.plusDays(1), MODEL, ModelRole.CHAMPION, 0.4, MONDAY);
    var later =
        prediction("a", DAY.plusDays(1), NEXT, ModelRole.CHALLENGER, 0.5, MONDAY.plusSeconds(1));
    log.append(
        List.of(
            early,
            unanswered("a", DAY, NEXT),
            late,
            later,
            prediction("b", DAY, MODEL, ModelRole.CHAMPION, 0.6, MONDAY)));

    assertThat(log.answers(acme, "a", 10)).containsExactly(later, late, early);
    assertThat(log.answers(acme, "a", 2)).containsExactly(later, late);
    assertThat(log.answers(other, "a", 10)).isEmpty();
    assertThat(read(acme, DAY, DAY)).contains(unanswered("a", DAY, NEXT));
  }

  /** {@return a prediction of the champion for a customer for whom a challenger answers} */
  private LoggedPrediction unanswered(String customer, LocalDate asOf, ModelId model) {
    return new LoggedPrediction(
        acme,
        customer,
        asOf,
        model,
        3,
        ModelRole.CHAMPION,
        true,
        active(customer),
        new ChurnProbability(0.2),
        MONDAY);
  }

  @Test
  void old_predictions_are_dropped_in_pieces_and_others_stay() {
    Instant before = DAY.minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    List<LoggedPrediction> old = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      old.add(prediction("old" + i, DAY.minusDays(9 - i), MODEL, ModelRole.CHAMPION, 0.5, before));
    }
    var madeLater = prediction("late", DAY.minusDays(9), MODEL, ModelRole.CHAMPION, 0.5, MONDAY);
    var onTheDay = prediction("day", DAY, MODEL, ModelRole.CHAMPION, 0.5, before);
    log.append(old);
    log.append(List.of(madeLater, onTheDay));

    assertThat(log.drop(other, DAY, 100)).isZero();
    assertThat(log.drop(acme, DAY, 2)).isEqualTo(2);
    assertThat(read(acme, LocalDate.EPOCH, DAY)).doesNotContain(old.get(0), old.get(1));
    assertThat(log.drop(acme, DAY, 100)).isEqualTo(3);
    assertThat(log.drop(acme, DAY, 100)).isZero();
    assertThat(read(acme, LocalDate.EPOCH, DAY)).containsExactly(madeLater, onTheDay);
    assertThat(ports().outcomes().predictedDays(acme))
        .extracting(PredictedDay::asOf)
        .containsExactly(DAY.minusDays(9), DAY);
    assertThat(ports().outcomes().counts(acme))
        .as("the one made later and the one on the day are left")
        .extracting(PredictionCounts::predictions)
        .containsExactly(1L, 1L);
  }

  @Test
  void many_are_read() {
    List<LoggedPrediction> many = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      many.add(prediction("%05d".formatted(i), DAY, MODEL, ModelRole.CHAMPION, 0.5, MONDAY));
    }
    log.append(many);

    assertThat(read(acme, DAY, DAY)).isEqualTo(many);
  }
}
