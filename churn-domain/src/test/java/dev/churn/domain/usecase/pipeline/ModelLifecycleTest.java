package dev.churn.domain.usecase.pipeline;

import static dev.churn.domain.memory.Samples.MONDAY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.ProgramVersion;
import dev.churn.domain.artifact.StoredModelArtifacts;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.deployment.Deployment;
import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.deployment.ModelActivation;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Job;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryDatasetCatalog;
import dev.churn.domain.memory.InMemoryJobQueue;
import dev.churn.domain.memory.InMemoryModelRegistry;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.memory.InMemoryPredictionLog;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.model.ChampionComparison;
import dev.churn.domain.model.ChampionComparison.Basis;
import dev.churn.domain.model.ChampionComparison.Measured;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.Requester;
import dev.churn.domain.model.TrainingRequest.Incumbent;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.statistics.Interval;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.TinyLearning;
import dev.churn.domain.usecase.dataset.ProcessFeatures;
import dev.churn.domain.usecase.dataset.UploadDataset;
import dev.churn.domain.usecase.serving.DeploymentRequest;
import dev.churn.domain.usecase.serving.ManageDeployment;
import dev.churn.domain.usecase.serving.PredictChurn;
import dev.churn.domain.usecase.serving.PredictChurn.Prediction;
import dev.churn.domain.usecase.serving.ServedModels;
import dev.churn.domain.usecase.serving.Serving;
import dev.churn.domain.usecase.serving.ServingLoader;
import dev.churn.domain.usecase.training.TrainModel;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of models after they are trained, on the in-memory ports. */
class ModelLifecycleTest {
  private static final String FILE = "2024-01-01\n2024-01-02\n2024-01-03\n2024-01-04\n";
  private static final LocalDate TODAY = LocalDate.parse("2024-03-04");
  private static final Optional<Requester> ADA = Optional.of(new Requester("Ada"));

  private Instant now = MONDAY;
  private final InstantSource clock = () -> now;
  private final InMemoryDatabase database = new InMemoryDatabase();
  private final InMemoryDatasetCatalog catalog = new InMemoryDatasetCatalog(database);
  private final InMemoryModelRegistry registry = new InMemoryModelRegistry(database);
  private final InMemoryJobQueue jobs = new InMemoryJobQueue(database, clock);
  private final InMemoryObjectStore objects = new InMemoryObjectStore();
  private final StoredModelArtifacts artifacts = new StoredModelArtifacts(objects);
  private final InMemoryPredictionLog log = new InMemoryPredictionLog(database);
  private final TinyLearning learning = new TinyLearning();
  private final Churn churn =
      Churn.builder()
          .inMemory(database)
          .jobs(jobs)
          .objects(objects)
          .features(learning)
          .training(learning)
          .clock(clock)
          .build();
  private final ServedModels served = churn.servedModels();
  private final UploadDataset upload = churn.uploads();
  private final ProcessFeatures process = churn.features();
  private final TrainModel train = churn.training();
  private final ManageDeployment manage = churn.deployments();
  private final PredictChurn predict = churn.predictions();
  private OrganizationId acme;
  private OrganizationId other;

  @BeforeEach
  void a_processed_dataset() {
    acme = churn.organizations().create("Acme", OrganizationSettings.defaults()).id();
    other = churn.organizations().create("Other", OrganizationSettings.defaults()).id();
    processed(acme, FILE);
  }

  @AfterEach
  void close() {
    churn.close();
  }

  private RawDataset processed(OrganizationId organization, String file) {
    now = now.plusSeconds(1);
    RawDataset raw =
        upload.upload(
            organization, "days.csv", Content.of(file.getBytes(UTF_8)), UploadOptions.defaults());
    process.start(organization, raw.id());
    work();
    return raw;
  }

  private void work() {
    churn.runJobs();
  }

  private TrainingRun trained(OrganizationId organization, ModelType type) {
    now = now.plusSeconds(10);
    ModelId id =
        train.start(organization, ModelSpecification.of(type), Optional.empty(), ADA).model().id();
    work();
    TrainingRun model = registry.find(organization, id).orElseThrow();
    assertThat(model.outcome()).isInstanceOf(ModelVersion.class);
    return model;
  }

  private TrainingRun trained() {
    return trained(acme, ModelType.LOGISTIC_REGRESSION);
  }

  private TrainingRun activeAfterTraining() {
    TrainingRun model = trained();
    if (!registry.findActive(acme).equals(Optional.of(model))) {
      manage.activate(acme, model.id(), ADA);
    }
    return model;
  }

  private static ModelVersion outcome(TrainingRun model) {
    return model.version();
  }

  private Prediction predicted(String customer) {
    return predict.predict(
        acme,
        customer,
        List.of(CustomerEvent.of(LocalDate.parse("2024-01-01"), 10)),
        Optional.empty());
  }

  private List<ModelActivation> history() {
    return manage.history(acme, PageRequest.first()).items();
  }

  private void flipOneByteOf(TrainingRun model) {
    ObjectKey key = ObjectKey.model(acme, model.id().value());
    byte[] file = artifacts.load(acme, model.id(), outcome(model).artifactSha256());
    file[3] ^= 1;
    objects.put(key, Content.of(file), "application/octet-stream");
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(ChurnException.class)
        .satisfies(e -> assertThat(((ChurnException) e).code()).isEqualTo(code));
  }

  @Test
  void a_trained_model_tells_where_it_comes_from() {
    TrainingRun model = trained();
    FeatureDataset table = catalog.findLatestFeatures(acme).orElseThrow();
    RawDataset raw = catalog.findRaw(acme, table.sourceId()).orElseThrow();

    var provenance = outcome(model).provenance().orElseThrow();
    assertThat(provenance.raw()).isEqualTo(raw.id());
    assertThat(provenance.rawSha256()).isEqualTo(raw.file().sha256());
    assertThat(provenance.featuresSha256()).isEqualTo(table.file().sha256());
    assertThat(provenance.learnedFrom()).containsExactly(LocalDate.parse("2024-01-04"));
    assertThat(provenance.judgedOn()).containsExactly(LocalDate.parse("2024-01-04"));
    assertThat(provenance.horizonDays()).isEqualTo(30);
    assertThat(provenance.labelsFromFile()).isTrue();
    assertThat(provenance.seed()).isEqualTo(1);
    assertThat(provenance.programVersion())
        .isEqualTo(ProgramVersion.get())
        .matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(provenance.libraries()).isEqualTo(Map.of("tiny", "1"));
    assertThat(model.requestedBy()).isEqualTo(ADA);
  }

  @Test
  void one_that_is_not_worse_takes_over_and_one_that_is_does_not() {
    TrainingRun first = trained();
    TrainingRun second = trained();
    learning.comparison =
        new Comparison(-0.02, new Interval(-0.03, -0.01), 0, new Interval(-0.01, 0.01));
    TrainingRun third = trained();

    assertThat(registry.findActive(acme)).contains(second);
    assertThat(outcome(second).activation().reason())
        .startsWith("activated: not worse than version 1. Both predicted the same ")
        .contains(" customers as of 2024-01-04 (version 1 as it was before it learned ");
    assertThat(outcome(third).activation().activated()).isFalse();
    assertThat(outcome(third).activation().reason())
        .startsWith("not activated: worse than version 2. Both predicted the same ")
        .contains(" customers as of 2024-01-04 (version 2 as it was before it learned ");
    assertThat(outcome(third).version()).isEqualTo(3);
    assertThat(history())
        .containsExactly(
            new ModelActivation(
                second.id(),
                2,
                new ModelActivation.Cause(
                    outcome(second).trainedAt(), ADA, outcome(second).activation().reason()),
                Optional.of(first.id())),
            new ModelActivation(
                first.id(),
                1,
                new ModelActivation.Cause(
                    outcome(first).trainedAt(), ADA, outcome(first).activation().reason()),
                Optional.empty()));
  }

  @Test
  void who_asks_for_a_prediction_is_told_why_no_model_is_active_and_what_to_do() {
    learning.evaluation = Samples.worseThanTheBestBaseline();
    TrainingRun model = trained();

    assertThatThrownBy(() -> predicted("C-1"))
        .hasMessageContaining("version 1 was trained but not activated: worse than counting active")
        .hasMessageEndingWith("activate model %s by hand".formatted(model.id()));
    refused(ErrorCode.NOT_FOUND, () -> predicted("C-1"));
    manage.activate(acme, model.id(), Optional.empty());
    assertThat(predicted("C-1").modelVersion()).isEqualTo(1);
  }

  @Test
  void what_is_decided_by_hand_during_a_training_stands() {
    TrainingRun first = trained();
    learning.evaluation = Samples.worseThanTheBestBaseline();
    TrainingRun second = trained();
    learning.evaluation = Samples.evaluation();
    learning.meanwhile = () -> manage.activate(acme, second.id(), ADA);
    TrainingRun third = trained();

    assertThat(registry.findActive(acme)).contains(second);
    assertThat(outcome(third).activation().reason())
        .contains("version 2 was activated while this model was trained")
        .contains("compared with version 1");
    assertThat(history())
        .extracting(ModelActivation::model)
        .containsExactly(second.id(), first.id());
  }

  @Test
  void a_job_that_is_repeated_gives_no_second_version_activation_or_entry() {
    trained();
    TrainingRun second = trained();
    manage.activate(acme, registry.find(acme, history().get(1).model()).orElseThrow().id(), ADA);
    Job job = database.call(() -> jobOf(second));
    train.run(job, (fraction, message) -> {});

    assertThat(registry.find(acme, second.id())).contains(second);
    assertThat(outcome(registry.findActive(acme).orElseThrow()).version()).isEqualTo(1);
    assertThat(history()).hasSize(3);
  }

  @Test
  void a_try_that_was_overtaken_changes_nothing() {
    TrainingRun first = trained();
    now = now.plusSeconds(10);
    var started =
        train.start(acme, ModelSpecification.of(ModelType.RANDOM_FOREST), Optional.empty(), ADA);
    learning.meanwhile =
        () -> {
          learning.meanwhile = () -> {};
          train.run(started.job(), (fraction, message) -> {}); // the other try comes first
          manage.activate(acme, first.id(), ADA);
        };
    train.run(started.job(), (fraction, message) -> {});

    assertThat(registry.findActive(acme)).contains(first);
    assertThat(history()).hasSize(3);
    assertThat(outcome(registry.findNewest(acme).orElseThrow()).version()).isEqualTo(2);
  }

  private Job jobOf(TrainingRun model) {
    return jobs.find(acme, jobs.submit(TrainModel.requestFor(model)).id()).orElseThrow();
  }

  @Test
  void old_models_can_be_activated_again_and_others_cannot() {
    TrainingRun first = trained();
    TrainingRun second = trained();
    now = now.plusSeconds(10);
    TrainingRun unfinished = train.start(acme, ModelType.RANDOM_FOREST, Optional.empty()).model();

    assertThat(manage.activate(acme, first.id(), ADA)).isEqualTo(first);
    manage.activate(acme, first.id(), ADA);

    assertThat(predicted("C-1").model()).isEqualTo(first.id());
    assertThat(history()).hasSize(3);
    assertThat(history().get(0))
        .isEqualTo(
            new ModelActivation(
                first.id(),
                1,
                new ModelActivation.Cause(now, ADA, "activated by hand"),
                Optional.of(second.id())));
    refused(ErrorCode.CONFLICT, () -> manage.activate(acme, unfinished.id(), ADA));
    registry.fail(acme, unfinished.id(), new TrainingRun.Failed(now, "too few"));
    refused(ErrorCode.CONFLICT, () -> manage.activate(acme, unfinished.id(), ADA));
    refused(ErrorCode.NOT_FOUND, () -> manage.activate(other, first.id(), ADA));
    flipOneByteOf(second);
    refused(ErrorCode.CONFLICT, () -> manage.activate(acme, second.id(), ADA));
  }

  @Test
  void the_previous_model_goes_on_serving_when_a_file_is_damaged_or_lost() {
    TrainingRun first = activeAfterTraining();
    TrainingRun second = activeAfterTraining();
    TrainingRun third = activeAfterTraining();
    flipOneByteOf(third);

    assertThat(predicted("C-1").modelVersion()).isEqualTo(2);
    assertThat(served.state(acme).champion()).contains(second.id());
    assertThat(served.state(acme).refusals()).containsOnlyKeys(third.id());
    assertThat(served.state(acme).refusals().get(third.id())).contains("SHA-256");
    objects.delete(ObjectKey.model(acme, second.id().value()));
    assertThat(predicted("C-1").modelVersion()).as("still in memory").isEqualTo(2);

    var restarted = new ServedModels(registry, artifacts, learning, clock);
    assertThat(restarted.find(acme).orElseThrow().of("C-1").model()).isEqualTo(first);
    assertThat(restarted.state(acme).refusals()).containsOnlyKeys(second.id(), third.id());
    flipOneByteOf(first);
    var hopeless = new ServedModels(registry, artifacts, learning, clock);
    refused(ErrorCode.CORRUPT, () -> hopeless.find(acme));
    assertThat(hopeless.state(acme).refusals()).containsOnlyKeys(third.id());
  }

  @Test
  void a_file_that_is_mended_is_used_again_after_a_while() {
    activeAfterTraining();
    TrainingRun second = activeAfterTraining();
    flipOneByteOf(second);
    assertThat(predicted("C-1").modelVersion()).isEqualTo(1);
    objects.put(
        ObjectKey.model(acme, second.id().value()),
        Content.of(ModelType.LOGISTIC_REGRESSION.id().getBytes(UTF_8)),
        "application/octet-stream");

    now = now.plus(ServedModels.FRESH);
    assertThat(predicted("C-1").modelVersion()).isEqualTo(1);
    now = now.plus(ServingLoader.RETRY);
    assertThat(predicted("C-1").modelVersion()).isEqualTo(2);
    assertThat(served.state(acme).refusals()).isEmpty();
  }

  @Test
  void challengers_answer_for_their_customers_and_shadows_for_none() {
    TrainingRun champion = trained();
    TrainingRun challenger = trained();
    TrainingRun shadow = trained();
    manage.change(
        acme,
        new DeploymentRequest(
            champion.id(),
            List.of(new DeploymentRequest.Challenger(challenger.id(), 0.3)),
            List.of(shadow.id())),
        ADA);

    int challenged = 0;
    for (int i = 0; i < 200; i++) {
      Prediction prediction = predicted("C-" + i);
      boolean isChallenger = prediction.role() == ModelRole.CHALLENGER;
      challenged += isChallenger ? 1 : 0;
      assertThat(prediction.model()).isEqualTo(isChallenger ? challenger.id() : champion.id());
      assertThat(predicted("C-" + i)).isEqualTo(prediction);
    }
    assertThat(challenged).isBetween(40, 80);
    churn.close();
    List<LoggedPrediction> logged = new ArrayList<>();
    log.read(acme, TODAY, TODAY, logged::add);
    assertThat(logged) // also the champion does not answer where a challenger does
        .filteredOn(prediction -> !prediction.shadow())
        .hasSize(200)
        .filteredOn(prediction -> prediction.role() == ModelRole.CHALLENGER)
        .hasSize(challenged);
    assertThat(log.answers(acme, "C-0", 10)).hasSize(1);
    assertThat(logged).hasSize(600); // all models about every customer
    assertThat(logged)
        .filteredOn(prediction -> prediction.role() == ModelRole.SHADOW)
        .hasSize(200)
        .allMatch(prediction -> prediction.model().equals(shadow.id()))
        .allMatch(prediction -> prediction.modelVersion() == 3);
    assertThat(logged)
        .filteredOn(prediction -> prediction.role() == ModelRole.CHALLENGER)
        .hasSize(200)
        .allMatch(prediction -> prediction.model().equals(challenger.id()));
    assertThat(logged).extracting(LoggedPrediction::createdAt).containsOnly(now);
  }

  @Test
  void customers_of_a_challenger_that_cannot_be_read_go_to_the_champion() {
    TrainingRun champion = trained();
    TrainingRun challenger = trained();
    TrainingRun shadow = trained();
    manage.change(
        acme,
        new DeploymentRequest(
            champion.id(),
            List.of(new DeploymentRequest.Challenger(challenger.id(), 0.9)),
            List.of(shadow.id())),
        ADA);
    flipOneByteOf(challenger);
    flipOneByteOf(shadow);
    var restarted = new ServedModels(registry, artifacts, learning, clock);

    Serving serving = restarted.find(acme).orElseThrow();
    for (int i = 0; i < 50; i++) {
      assertThat(serving.of("C-" + i).model()).isEqualTo(champion);
    }
    assertThat(serving.shadows()).isEmpty();
    assertThat(restarted.state(acme).refusals()).containsOnlyKeys(challenger.id(), shadow.id());
  }

  @Test
  void an_activation_takes_the_model_out_of_its_other_role() {
    TrainingRun first = trained();
    TrainingRun second = trained();
    TrainingRun third = trained();
    manage.change(
        acme,
        new DeploymentRequest(
            third.id(),
            List.of(new DeploymentRequest.Challenger(first.id(), 0.1)),
            List.of(second.id())),
        ADA);

    manage.activate(acme, first.id(), ADA);
    assertThat(manage.show(acme))
        .isEqualTo(new Deployment(Optional.of(first.id()), List.of(), List.of(second.id())));
    manage.activate(acme, second.id(), ADA);
    assertThat(manage.show(acme)).isEqualTo(Deployment.none().withChampion(second.id()));
  }

  @Test
  void all_that_is_wrong_with_a_deployment_is_told_at_once() {
    TrainingRun first = trained();
    TrainingRun second = trained();
    processed(other, FILE);
    TrainingRun theirs = trained(other, ModelType.RANDOM_FOREST);
    TrainingRun unfinished = train.start(acme, ModelType.RANDOM_FOREST, Optional.empty()).model();
    Deployment before = manage.show(acme);

    assertThat(
            wrongFields(
                new DeploymentRequest(
                    theirs.id(),
                    List.of(
                        new DeploymentRequest.Challenger(first.id(), 0.5),
                        new DeploymentRequest.Challenger(second.id(), 0.5)),
                    List.of(first.id(), unfinished.id()))))
        .containsExactly("challengers", "champion", "shadow 0", "shadow 1");
    for (double share : new double[] {0, -0.1, 1, 1.5, 0.00001, Double.NaN}) {
      assertThat(
              wrongFields(
                  new DeploymentRequest(
                      first.id(),
                      List.of(new DeploymentRequest.Challenger(second.id(), share)),
                      List.of())))
          .containsExactly("challenger 0, share");
    }
    assertThat(
            wrongFields(
                new DeploymentRequest(
                    first.id(),
                    List.of(new DeploymentRequest.Challenger(second.id(), 0.99999)),
                    List.of())))
        .containsExactly("challengers");
    assertThat(manage.show(acme)).isEqualTo(before);
  }

  private List<String> wrongFields(DeploymentRequest request) {
    try {
      manage.change(acme, request, ADA);
      return List.of();
    } catch (ChurnException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.UNPROCESSABLE);
      return e.fieldErrors().stream().map(FieldError::place).toList();
    }
  }

  @Test
  void nobody_is_served_by_a_crowd() {
    TrainingRun champion = trained();
    List<ModelId> crowd =
        Stream.generate(() -> new ModelId(UUID.randomUUID()))
            .limit(ManageDeployment.MAX_OTHERS + 1)
            .toList();

    assertThatThrownBy(
            () ->
                manage.change(
                    acme, new DeploymentRequest(champion.id(), List.of(), crowd), Optional.empty()))
        .isInstanceOfSatisfying(
            ChurnException.class,
            e ->
                assertThat(e.fieldErrors())
                    .containsExactly(
                        new FieldError(
                            "shadows", "expected 20 challengers and shadows at most, found 21")));
  }

  @Test
  void models_of_those_who_are_not_asked_for_are_let_go() {
    var few = new ServedModels(registry, artifacts, learning, clock, 2);
    List<OrganizationId> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      OrganizationId next =
          churn.organizations().create("Org " + i, OrganizationSettings.defaults()).id();
      processed(next, FILE);
      trained(next, ModelType.RANDOM_FOREST);
      all.add(next);
    }
    Predictor first = few.find(all.get(0)).orElseThrow().champion().predictor();
    few.find(all.get(1));
    assertThat(few.find(all.get(0)).orElseThrow().champion().predictor()).isSameAs(first);
    few.find(all.get(2));

    assertThat(few.size()).isEqualTo(2);
    assertThat(few.find(all.get(0)).orElseThrow().champion().predictor()).isSameAs(first);
    assertThat(few.find(other)).isEmpty();
    assertThat(few.size()).isEqualTo(2);
  }

  private Optional<Incumbent> lastIncumbent() {
    return learning.requests.get(learning.requests.size() - 1).incumbent();
  }

  private Optional<ChampionComparison> comparison(TrainingRun model) {
    return outcome(model).activation().comparison();
  }

  private Optional<Basis> basis(TrainingRun model) {
    return comparison(model).flatMap(ChampionComparison::measured).map(Measured::basis);
  }

  @Test
  void a_model_trained_on_the_same_rows_is_compared_as_it_was_evaluated() {
    learning.role = SnapshotRole.TEST;
    processed(acme, FILE);
    trained();
    assertThat(lastIncumbent()).isEmpty();
    TrainingRun again = trained();

    assertThat(lastIncumbent()).isPresent();
    assertThat(basis(again)).contains(Basis.AS_EVALUATED);
  }

  @Test
  void the_active_model_is_comparable_only_if_it_knows_nothing_of_the_answers() {
    learning.role = SnapshotRole.TEST;
    processed(acme, FILE);
    TrainingRun first = trained();

    // It learned from 2024-01-04 on, so it knows who came until 2024-02-03.
    processed(acme, FILE + "2024-02-02\n");
    TrainingRun early = trained();
    assertThat(basis(early)).contains(Basis.MAY_KNOW_LABELS);
    assertThat(outcome(early).activation().reason())
        .isEqualTo(
            "not activated: not comparable with version 1, because its labels reach to 2024-02-03"
                + " and the evaluation day is 2024-02-02");
    processed(acme, FILE + "2024-02-03\n");
    TrainingRun late = trained();
    assertThat(basis(late)).contains(Basis.SERVING);
    assertThat(comparison(late).orElseThrow().version()).isEqualTo(outcome(first).version());
    assertThat(outcome(late).activation().activated()).isTrue();
  }

  @Test
  void an_active_model_that_cannot_be_read_is_replaced() {
    learning.role = SnapshotRole.TEST;
    processed(acme, FILE);
    TrainingRun first = trained();
    flipOneByteOf(first);
    processed(acme, FILE + "2024-02-03\n");
    TrainingRun second = trained();

    assertThat(lastIncumbent()).isEmpty();
    assertThat(outcome(second).activation().activated()).isTrue();
    assertThat(outcome(second).activation().reason()).contains("the file of version 1");
  }

  @Test
  void labels_of_a_file_may_tell_of_any_day() {
    learning.role = SnapshotRole.LABELLED;
    processed(acme, FILE);
    trained();
    processed(acme, FILE + "2024-02-20\n");
    TrainingRun second = trained();
    assertThat(basis(second)).contains(Basis.MAY_KNOW_LABELS);
    assertThat(outcome(second).activation().reason())
        .endsWith("because it learned labels of a file, which may describe any day");
    learning.role = SnapshotRole.TEST;
    processed(acme, FILE + "2024-02-25\n");
    TrainingRun third = trained();
    assertThat(comparison(third).orElseThrow().measured()).isEmpty();
    assertThat(comparison(third).orElseThrow().notComparable())
        .contains("it predicts the labels of a file, and the new one inactivity");
  }

  @Test
  void a_model_of_another_horizon_answers_another_question() {
    learning.role = SnapshotRole.TEST;
    processed(acme, FILE);
    trained();
    churn.organizations().update(acme, organization -> withHorizon(organization, 60));
    processed(acme, FILE + "2024-03-03\n");
    TrainingRun second = trained();

    assertThat(outcome(second).activation().reason())
        .isEqualTo(
            "not activated: not comparable with version 1, because it predicts churn within 30"
                + " days, and the new one within 60");
  }

  @Test
  void a_model_of_event_types_that_a_file_lacks_cannot_be_compared_on_it() {
    learning.role = SnapshotRole.TEST;
    processed(acme, FILE);
    trained();
    learning.watched = List.of("login", "order");
    processed(acme, FILE + "2024-03-03\n");
    TrainingRun second = trained();

    assertThat(outcome(second).activation().reason())
        .isEqualTo(
            "not activated: not comparable with version 1, because it learned from the event"
                + " types 'login', 'order', which the new table does not watch");
  }

  private static Organization withHorizon(Organization organization, int days) {
    OrganizationSettings settings = organization.settings();
    return new Organization(
        organization.id(),
        organization.name(),
        new OrganizationSettings(
            days, settings.activeWindowDays(), settings.activityEventTypes(), settings.pipeline()),
        organization.createdAt());
  }

  /** A registry that counts the questions that it is asked, and may have none of it. */
  private ModelRegistry watched(AtomicInteger questions, AtomicBoolean isAway) {
    return (ModelRegistry)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ModelRegistry.class},
            (proxy, method, arguments) -> {
              questions.incrementAndGet();
              if (isAway.get()) {
                now = now.plusSeconds(10); // as long as it takes until nobody has answered
                throw new ChurnException(ErrorCode.UNAVAILABLE, "having lunch");
              }
              return method.invoke(registry, arguments);
            });
  }

  @Test
  void nothing_is_asked_while_models_are_fresh_and_old_ones_serve_while_nobody_answers() {
    TrainingRun model = trained();
    var questions = new AtomicInteger();
    var isAway = new AtomicBoolean(true);
    var watching = new ServedModels(watched(questions, isAway), artifacts, learning, clock);
    refused(ErrorCode.UNAVAILABLE, () -> watching.find(acme));
    assertThat(watching.state(acme).refusals()).isEmpty();
    isAway.set(false);
    assertThat(watching.find(acme).orElseThrow().champion().model()).isEqualTo(model);

    questions.set(0);
    for (int i = 0; i < 100; i++) {
      watching.find(acme);
    }
    assertThat(questions).hasValue(0);
    now = now.plus(ServedModels.FRESH);
    watching.find(acme);
    watching.find(acme);
    assertThat(questions).as("which models, and no more").hasValue(1);
    isAway.set(true);
    now = now.plus(ServedModels.FRESH);
    for (int i = 0; i < 100; i++) {
      assertThat(watching.find(acme).orElseThrow().champion().model()).isEqualTo(model);
    }
    assertThat(questions).hasValue(2);
  }
}
