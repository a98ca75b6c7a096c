package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.features;
import static dev.churn.domain.memory.Samples.inTraining;
import static dev.churn.domain.memory.Samples.organization;
import static dev.churn.domain.memory.Samples.raw;
import static dev.churn.domain.memory.Samples.trained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.deployment.Deployment;
import dev.churn.domain.deployment.ModelActivation;
import dev.churn.domain.deployment.ModelActivation.Cause;
import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.NonInferiorityVerdict;
import dev.churn.domain.model.Activation;
import dev.churn.domain.model.ChampionComparison;
import dev.churn.domain.model.ChampionComparison.Basis;
import dev.churn.domain.model.ChampionComparison.Measured;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.Requester;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.statistics.Interval;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ModelRegistry} keeps. */
public abstract class ModelRegistryContract {
  private OrganizationId acme;
  private OrganizationId other;
  private ModelRegistry registry;

  /** {@return the ports of one database; every test adds organizations of its own} */
  protected abstract TestPorts ports();

  @BeforeEach
  void two_organizations() {
    registry = ports().models();
    acme = added("Acme");
    other = added("Other");
  }

  private OrganizationId added(String name) {
    var organization = organization(name, MONDAY);
    ports().organizations().add(organization);
    return organization.id();
  }

  private TrainingRun wanted(OrganizationId organization, Instant requestedAt) {
    var source = raw(organization, MONDAY);
    ports().datasets().add(source);
    var table = ports().datasets().putFeatures(features(source, MONDAY));
    TrainingRun model = inTraining(organization, table.id(), requestedAt);
    registry.add(model);
    return model;
  }

  @Test
  void a_wanted_model_comes_back_as_it_was_added() {
    TrainingRun model = wanted(acme, MONDAY);

    assertThat(registry.find(acme, model.id())).contains(model);
    assertThat(registry.findLatest(acme)).contains(model);
    assertThat(registry.findActive(acme)).isEmpty();
    assertThat(registry.findNewest(acme)).isEmpty();
  }

  @Test
  void models_in_training_are_found_by_their_table_until_they_end() {
    TrainingRun early = wanted(acme, MONDAY);
    TrainingRun late = inTraining(acme, early.features(), MONDAY.plusSeconds(1));
    registry.add(late);
    wanted(acme, MONDAY.plusSeconds(2));

    assertThat(registry.findInTraining(acme, early.features())).containsExactly(late, early);
    assertThat(registry.findInTraining(other, early.features())).isEmpty();
    registry.complete(acme, late.id(), trained(MONDAY.plusSeconds(60)));
    registry.fail(acme, early.id(), new TrainingRun.Failed(MONDAY.plusSeconds(61), "too few"));
    assertThat(registry.findInTraining(acme, early.features())).isEmpty();
  }

  @Test
  void an_id_is_taken_once() {
    TrainingRun model = wanted(acme, MONDAY);

    assertThatThrownBy(() -> registry.add(model)).satisfies(Contracts.hasCode(ErrorCode.CONFLICT));
  }

  @Test
  void a_trained_model_is_numbered_and_serves_nobody_by_itself() {
    TrainingRun first = wanted(acme, MONDAY);
    TrainingRun second = wanted(acme, MONDAY.plusSeconds(1));
    var outcome = trained(MONDAY.plusSeconds(60));

    assertThat(registry.complete(acme, second.id(), outcome))
        .isEqualTo(second.with(outcome.numbered(1)));
    assertThat(registry.findNewest(acme)).contains(second.with(outcome.numbered(1)));
    assertThat(registry.complete(acme, first.id(), outcome))
        .isEqualTo(first.with(outcome.numbered(2)));
    assertThat(registry.findNewest(acme)).contains(first.with(outcome.numbered(2)));
    assertThat(registry.findActive(acme)).isEmpty();
    assertThat(registry.deployment(acme)).isEqualTo(Deployment.none());
    assertThat(registry.find(acme, second.id())).contains(second.with(outcome.numbered(1)));
  }

  @Test
  void what_was_asked_for_and_what_it_became_are_both_kept() {
    TrainingRun asked = wanted(acme, MONDAY);
    var auto =
        new TrainingRun(
            new ModelId(UUID.randomUUID()),
            acme,
            ModelSpecification.of(ModelType.AUTO),
            asked.features(),
            MONDAY,
            Optional.empty(),
            new TrainingRun.InTraining());
    registry.add(auto);
    assertThat(registry.find(acme, auto.id()).orElseThrow().knownType()).isEqualTo(ModelType.AUTO);
    registry.complete(acme, auto.id(), trained(MONDAY));

    TrainingRun known = registry.find(acme, auto.id()).orElseThrow();
    assertThat(known.type()).isEqualTo(ModelType.AUTO);
    assertThat(known.knownType()).isEqualTo(ModelType.RANDOM_FOREST);
  }

  @Test
  void a_deleted_model_is_in_no_list_and_known_for_what_it_predicted() {
    TrainingRun first = wanted(acme, MONDAY);
    registry.complete(acme, first.id(), trained(MONDAY));
    TrainingRun second = wanted(acme, MONDAY.plusSeconds(1));
    registry.complete(acme, second.id(), trained(MONDAY));
    TrainingRun training = wanted(acme, MONDAY.plusSeconds(2));
    TrainingRun newest = registry.find(acme, second.id()).orElseThrow();
    registry.deploy(
        acme,
        Deployment.none().withChampion(first.id()),
        new Cause(MONDAY, Optional.empty(), "it is the best"));

    for (ModelId kept : List.of(first.id(), training.id())) {
      assertThatThrownBy(() -> registry.delete(acme, kept, MONDAY))
          .satisfies(Contracts.hasCode(ErrorCode.CONFLICT));
    }
    assertThatThrownBy(() -> registry.delete(other, second.id(), MONDAY))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
    assertThat(registry.delete(acme, second.id(), MONDAY)).isTrue();
    assertThat(registry.delete(acme, second.id(), MONDAY)).isFalse();

    assertThat(registry.find(acme, second.id())).isEmpty();
    assertThat(registry.findNewest(acme).orElseThrow().id()).isEqualTo(first.id());
    assertThat(registry.list(acme, PageRequest.first()).total()).isEqualTo(2);
    assertThat(registry.findEvenDeleted(acme, Set.of(second.id()))).containsExactly(newest);
    assertThat(registry.findEvenDeleted(other, Set.of(second.id()))).isEmpty();
    assertThatThrownBy(
            () ->
                registry.deploy(
                    acme,
                    Deployment.none().withChampion(second.id()),
                    new Cause(MONDAY, Optional.empty(), "again")))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
    registry.complete(acme, training.id(), trained(MONDAY));
    assertThat(registry.find(acme, training.id()).orElseThrow().version().version()).isEqualTo(3);
  }

  @Test
  void versions_are_counted_for_each_organization() {
    TrainingRun ours = wanted(acme, MONDAY);
    TrainingRun theirs = wanted(other, MONDAY);
    var outcome = trained(MONDAY);
    registry.complete(acme, ours.id(), outcome);

    assertThat(registry.complete(other, theirs.id(), outcome))
        .isEqualTo(theirs.with(outcome.numbered(1)));
  }

  @Test
  void a_repeated_training_adds_no_version() {
    TrainingRun model = wanted(acme, MONDAY);
    var first = registry.complete(acme, model.id(), trained(MONDAY.plusSeconds(60)));
    var again = registry.complete(acme, model.id(), trained(MONDAY.plusSeconds(90)));
    registry.fail(acme, model.id(), new TrainingRun.Failed(MONDAY.plusSeconds(99), "late"));

    assertThat(again).isEqualTo(first);
    assertThat(registry.find(acme, model.id())).contains(first);
  }

  @Test
  void a_failure_tells_its_reason_and_leaves_the_active_model() {
    TrainingRun good = wanted(acme, MONDAY);
    var active = registry.complete(acme, good.id(), trained(MONDAY));
    deploy(active.id(), "first");
    TrainingRun bad = wanted(acme, MONDAY.plusSeconds(5));
    var failed = new TrainingRun.Failed(MONDAY.plusSeconds(9), "only one class");
    registry.fail(acme, bad.id(), failed);

    assertThat(registry.findLatest(acme)).contains(bad.with(failed));
    assertThat(registry.findActive(acme)).contains(active);
  }

  private TrainingRun trainedModel(OrganizationId organization, int second) {
    TrainingRun model = wanted(organization, MONDAY.plusSeconds(second));
    return registry.complete(organization, model.id(), trained(MONDAY.plusSeconds(60)));
  }

  private void deploy(ModelId champion, String reason) {
    registry.deploy(acme, registry.deployment(acme).withChampion(champion), cause(reason));
  }

  private static Cause cause(String reason) {
    return new Cause(MONDAY, Optional.of(new Requester("Grace <grace@acme.test>")), reason);
  }

  @Test
  void a_deployment_comes_back_as_it_was_made() {
    TrainingRun champion = trainedModel(acme, 0);
    TrainingRun small = trainedModel(acme, 1);
    TrainingRun large = trainedModel(acme, 2);
    TrainingRun shadow = trainedModel(acme, 3);
    Map<ModelId, Double> shares = new LinkedHashMap<>();
    shares.put(large.id(), 0.25);
    shares.put(small.id(), 0.0001);
    var deployment =
        Deployment.none().withChampion(champion.id()).withOthers(shares, List.of(shadow.id()));

    registry.deploy(acme, deployment, cause("a try"));

    assertThat(registry.deployment(acme)).isEqualTo(deployment);
    assertThat(registry.findActive(acme)).contains(champion);
    registry.deploy(acme, deployment.withChampion(large.id()), cause("it won"));
    assertThat(registry.deployment(acme)).isEqualTo(deployment.withChampion(large.id()));
    assertThat(registry.findActive(acme)).contains(large);
    assertThat(registry.find(acme, champion.id())).contains(champion);
  }

  @Test
  void every_new_champion_is_noted_and_an_old_one_may_return() {
    TrainingRun first = trainedModel(acme, 0);
    TrainingRun second = trainedModel(acme, 1);
    deploy(first.id(), "the first");
    deploy(second.id(), "better");
    deploy(second.id(), "once more");
    deploy(first.id(), "back");

    var history = registry.activations(acme, PageRequest.first());

    assertThat(history.total()).isEqualTo(3);
    assertThat(history.items())
        .containsExactly(
            new ModelActivation(first.id(), 1, cause("back"), Optional.of(second.id())),
            new ModelActivation(second.id(), 2, cause("better"), Optional.of(first.id())),
            new ModelActivation(first.id(), 1, cause("the first"), Optional.empty()));
    assertThat(registry.activations(acme, new PageRequest(1, 1)).items())
        .containsExactly(history.items().get(1));
    assertThat(registry.activations(other, PageRequest.first()).total()).isZero();
  }

  @Test
  void only_trained_models_of_the_organization_can_be_deployed() {
    TrainingRun champion = trainedModel(acme, 0);
    TrainingRun theirs = trainedModel(other, 1);
    TrainingRun unfinished = wanted(acme, MONDAY.plusSeconds(2));
    deploy(champion.id(), "the first");
    var before = registry.deployment(acme);

    for (TrainingRun model : List.of(theirs, unfinished)) {
      for (Deployment wrong :
          List.of(
              before.withChampion(model.id()),
              before.withOthers(Map.of(model.id(), 0.5), List.of()),
              before.withOthers(Map.of(), List.of(model.id())))) {
        assertThatThrownBy(() -> registry.deploy(acme, wrong, cause("wrong")))
            .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
      }
    }
    assertThat(registry.deployment(acme)).isEqualTo(before);
    assertThat(registry.activations(acme, PageRequest.first()).total()).isEqualTo(1);
  }

  @Test
  void a_model_without_provenance_or_requester_comes_back_so() {
    TrainingRun asked = wanted(acme, MONDAY);
    TrainingRun model =
        new TrainingRun(
            new ModelId(UUID.randomUUID()),
            acme,
            asked.specification(),
            asked.features(),
            MONDAY,
            Optional.empty(),
            new TrainingRun.InTraining());
    registry.add(model);
    var full = trained(MONDAY);
    var bare =
        new ModelVersion(
            full.version(),
            full.type(),
            full.trainedAt(),
            full.trainingSamples(),
            full.churnRate(),
            full.evaluation(),
            full.parameters(),
            full.artifactSha256(),
            Optional.empty(),
            new Activation(false, "not activated: no reason"));
    registry.complete(acme, model.id(), bare);

    assertThat(registry.find(acme, model.id())).contains(model.with(bare.numbered(1)));
  }

  @Test
  void another_organization_sees_nothing_of_it() {
    TrainingRun model = wanted(acme, MONDAY);

    assertThat(registry.find(other, model.id())).isEmpty();
    assertThat(registry.findLatest(other)).isEmpty();
    assertThat(registry.list(other, PageRequest.first()).total()).isZero();
    assertThatThrownBy(() -> registry.complete(other, model.id(), trained(MONDAY)))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
  }

  @Test
  void what_is_not_there_cannot_fail() {
    var failed = new TrainingRun.Failed(MONDAY, "gone");

    assertThatThrownBy(() -> registry.fail(acme, new ModelId(UUID.randomUUID()), failed))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
  }

  @Test
  void a_model_outlives_the_table_it_learned_from() {
    TrainingRun model = wanted(acme, MONDAY);
    var known = registry.complete(acme, model.id(), trained(MONDAY));
    ports().datasets().delete(acme, model.features());

    assertThat(registry.find(acme, model.id())).contains(known);
  }

  @Test
  void the_list_starts_with_the_latest_request_and_comes_in_pages() {
    TrainingRun early = wanted(acme, MONDAY);
    TrainingRun late = wanted(acme, MONDAY.plusSeconds(2));
    TrainingRun middle = wanted(acme, MONDAY.plusSeconds(1));

    var page = registry.list(acme, new PageRequest(2, 0));

    assertThat(page.total()).isEqualTo(3);
    assertThat(page.items()).containsExactly(late, middle);
    assertThat(registry.list(acme, new PageRequest(2, 2)).items()).containsExactly(early);
  }

  private void comesBack(ModelVersion outcome) {
    TrainingRun model = wanted(acme, MONDAY);
    TrainingRun stored = registry.complete(acme, model.id(), outcome);

    assertThat(stored).isEqualTo(model.with(outcome.numbered(stored.version().version())));
    assertThat(registry.find(acme, model.id())).contains(stored);
  }

  @Test
  void the_comparison_with_the_champion_comes_back() {
    var difference =
        new Comparison(0.01, new Interval(-0.02, 0.04), -0.003, new Interval(-0.01, 0.004));
    for (NonInferiorityVerdict verdict :
        List.of(
            new NonInferiorityVerdict(
                NonInferiorityVerdict.Kind.UNPROVEN, OptionalLong.of(5_000_000_000L)),
            new NonInferiorityVerdict(NonInferiorityVerdict.Kind.EQUAL, OptionalLong.empty()))) {
      var days = List.of(LocalDate.parse("2024-02-29"), LocalDate.parse("2024-01-30"));
      comesBack(
          compared(
              new ChampionComparison(
                  3,
                  Optional.of(new Measured(Basis.AS_EVALUATED, days, 1200, difference, verdict)),
                  Optional.empty())));
      comesBack(
          compared(
              new ChampionComparison(
                  4,
                  Optional.of(new Measured(Basis.MAY_KNOW_LABELS, days, 1200, difference, verdict)),
                  Optional.of("its labels reach to 2024-03-30"))));
    }
    comesBack(
        compared(
            new ChampionComparison(
                2, Optional.empty(), Optional.of("it counts other event types as activity"))));
  }

  private static ModelVersion compared(ChampionComparison comparison) {
    var full = trained(MONDAY);
    return new ModelVersion(
        full.version(),
        full.type(),
        full.trainedAt(),
        full.trainingSamples(),
        full.churnRate(),
        full.evaluation(),
        full.parameters(),
        full.artifactSha256(),
        Optional.of(full.artifactSha256().replace('e', 'd')),
        full.provenance(),
        new Activation(false, "not activated: no reason", Optional.of(comparison)));
  }
}
