package dev.churn.http.chaos;

import dev.churn.http.Scenario;
import dev.churn.http.chaos.Api.Answer;
import dev.churn.http.chaos.Api.NoAnswerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Something that callers do, which a kill may hit at any moment.
 *
 * @param stage the name of the world in which it begins
 * @param steps requests, one after the other
 * @param promise what a success means
 */
record Operation(String name, String stage, List<Step> steps, Promise promise) {
  static final String ORGANIZATION = "organization";

  private static final String DATASET = "dataset";
  private static final String BATCH = "batch";

  private static final int POLLS = 3000;
  private static final Set<String> ENDED = Set.of("completed", "failed", "skipped", "canceled");

  /** What calls about a target of their own end with. */
  private static final String TARGET = "?target=silent-14";

  private static final String LOG = Scenario.history(250, 1);
  private static final String OTHER_LOG = Scenario.history(120, 2);

  Operation {
    steps = List.copyOf(steps);
  }

  Operation(String name, String stage, List<Step> steps) {
    this(name, stage, steps, Promise.EFFECT);
  }

  /** What a success means. */
  enum Promise {
    /** That it has its effect. */
    EFFECT,
    /** An answer; what is recorded of it is written shortly after, and a kill may lose that. */
    ANSWER,
    /** That it has its effect; one that comes too late is refused and changes nothing. */
    EFFECT_IN_TIME
  }

  /** A request, and the wait for the job that it starts. */
  @FunctionalInterface
  interface Step {
    /**
     * Makes the request and waits for what it starts.
     *
     * @param ids what earlier requests were told
     * @param accepted to be called as soon as the server has answered with success
     */
    void take(Api api, Map<String, String> ids, Runnable accepted);
  }

  /** A world that others begin with. */
  record Stage(String name, String from, Step step) {}

  static List<Stage> stages() {
    return List.of(
        new Stage("uploaded", "empty", Operation::upload),
        new Stage("processed", "uploaded", Operation::process),
        new Stage("with a target", "processed", Operation::addTarget),
        new Stage("target processed", "with a target", Operation::processForTarget),
        new Stage("target trained", "target processed", Operation::trainForTarget),
        new Stage("trained", "processed", train("logistic_regression")),
        new Stage("twice trained", "trained", train("random_forest")),
        new Stage("scored", "twice trained", Operation::score));
  }

  static List<Operation> all() {
    return List.of(
        new Operation("upload", "empty", List.of(Operation::upload)),
        new Operation("upload with pipeline", "empty", List.of(Operation::pipeline)),
        new Operation("process", "uploaded", List.of(Operation::process)),
        new Operation("train", "processed", List.of(train("logistic_regression"))),
        new Operation(
            "train and cancel",
            "processed",
            List.of(startTraining(), Operation::cancelTraining),
            Promise.EFFECT_IN_TIME),
        new Operation("add a target", "processed", List.of(Operation::addTarget)),
        new Operation(
            "process for a target", "with a target", List.of(Operation::processForTarget)),
        new Operation("train for a target", "target processed", List.of(Operation::trainForTarget)),
        new Operation("delete a target", "target trained", List.of(Operation::deleteTarget)),
        new Operation("activate", "twice trained", List.of(Operation::activate)),
        new Operation("deploy", "twice trained", List.of(Operation::deploy)),
        new Operation("predict", "twice trained", List.of(Operation::predict), Promise.ANSWER),
        new Operation("score", "twice trained", List.of(Operation::score)),
        new Operation("score a file", "twice trained", List.of(Operation::scoreFile)),
        new Operation("erase a customer", "scored", List.of(Operation::eraseCustomer)),
        new Operation("delete a model", "twice trained", List.of(Operation::deleteModel)),
        new Operation("delete a batch", "scored", List.of(Operation::deleteBatch)),
        new Operation("delete a dataset", "uploaded", List.of(Operation::deleteDataset)),
        new Operation("delete an organization", "scored", List.of(Operation::deleteOrganization)));
  }

  /** Takes the steps from one on; {@return how many were accepted}. */
  int run(String url, Map<String, String> ids, int from) {
    var api = new Api(url, ids.get(ORGANIZATION));
    List<String> accepted = new ArrayList<>();
    try {
      for (Step step : steps.subList(from, steps.size())) {
        step.take(api, ids, () -> accepted.add("accepted"));
      }
    } catch (NoAnswerException e) {
      return from + accepted.size(); // killed
    }
    return from + accepted.size();
  }

  static Map<String, String> newIds(String organization) {
    Map<String, String> ids = new TreeMap<>();
    ids.put(ORGANIZATION, organization);
    return ids;
  }

  private static Answer take(Answer answer, Runnable accepted) {
    answered(answer);
    accepted.run();
    return answer;
  }

  private static Answer answered(Answer answer) {
    if (answer.status() == 503) {
      throw new NoAnswerException(new IllegalStateException(answer.text()));
    }
    return answer.ok();
  }

  private static void upload(Api api, Map<String, String> ids, Runnable accepted) {
    Answer answer = take(api.upload("/upload-dataset", LOG), accepted);
    ids.put(DATASET, answer.json().path("dataset_id").asString());
  }

  private static void pipeline(Api api, Map<String, String> ids, Runnable accepted) {
    Answer answer = take(api.upload("/upload-dataset?pipeline=true", LOG), accepted);
    awaitPipeline(api, answer.json().path("dataset_id").asString());
  }

  private static void process(Api api, Map<String, String> ids, Runnable accepted) {
    await(api, take(api.post("/datasets/" + ids.get(DATASET) + "/process-features"), accepted));
  }

  private static void addTarget(Api api, Map<String, String> ids, Runnable accepted) {
    String target = "{\"name\": \"silent-14\", \"churn_threshold_days\": 14}";
    Answer answer = api.post(targets(ids), target);
    if (answer.status() != 409) { // it was added before its answer was lost
      take(answer, accepted);
    }
  }

  private static void processForTarget(Api api, Map<String, String> ids, Runnable accepted) {
    String path = "/datasets/" + ids.get(DATASET) + "/process-features" + TARGET;
    awaitForTarget(api, take(api.post(path), accepted));
  }

  private static void trainForTarget(Api api, Map<String, String> ids, Runnable accepted) {
    awaitForTarget(
        api, take(api.post("/train" + TARGET + "&model_type=logistic_regression"), accepted));
  }

  private static void deleteTarget(Api api, Map<String, String> ids, Runnable accepted) {
    take(api.delete(targets(ids) + "/silent-14"), accepted);
  }

  private static String targets(Map<String, String> ids) {
    return Api.ORGANIZATIONS + "/" + ids.get(ORGANIZATION) + "/targets";
  }

  private static void awaitForTarget(Api api, Answer answer) {
    api.awaitEnd(answer.json().path("job_id").asString() + TARGET);
  }

  private static Step train(String type) {
    return (api, ids, accepted) -> {
      Answer answer = take(api.post("/train?model_type=" + type), accepted);
      await(api, answer);
    };
  }

  private static Step startTraining() {
    return (api, ids, accepted) -> {
      Answer answer = take(api.post("/train?model_type=auto"), accepted);
      ids.put("job", answer.json().path("job_id").asString());
      api.awaitRun(ids.get("job"));
    };
  }

  private static void cancelTraining(Api api, Map<String, String> ids, Runnable accepted) {
    Answer answer = api.delete("/jobs/" + ids.get("job"));
    if (answer.status() != 409) { // the next server had completed it
      take(answer, accepted);
    }
    api.awaitEnd(ids.get("job"));
  }

  private static void activate(Api api, Map<String, String> ids, Runnable accepted) {
    take(api.post("/models/" + idle(api) + "/activate"), accepted);
  }

  private static void deploy(Api api, Map<String, String> ids, Runnable accepted) {
    String champion = champion(api);
    take(
        api.put(
            "/deployment",
            "{\"champion\": \"%s\", \"shadows\": [\"%s\"]}".formatted(champion, idle(api))),
        accepted);
  }

  private static String champion(Api api) {
    return answered(api.get("/deployment")).json().path("champion").asString();
  }

  /** {@return the model that is not champion} */
  private static String idle(Api api) {
    String champion = champion(api);
    return answered(api.get("/models"))
        .json()
        .path("models")
        .valueStream()
        .map(model -> model.path("model_id").asString())
        .filter(id -> !id.equals(champion))
        .findFirst()
        .orElse(champion);
  }

  private static void predict(Api api, Map<String, String> ids, Runnable accepted) {
    take(
        api.post(
            "/predict",
            """
            {"customer_id": "C-0001", "as_of": "2024-06-30",
              "transactions": [{"event_date": "2024-05-15", "amount": 5}]}
            """),
        accepted);
  }

  private static void score(Api api, Map<String, String> ids, Runnable accepted) {
    Answer answer = take(api.post("/datasets/" + ids.get(DATASET) + "/score"), accepted);
    ids.put(BATCH, answer.json().path("batch_id").asString());
    await(api, answer);
  }

  private static void scoreFile(Api api, Map<String, String> ids, Runnable accepted) {
    await(api, take(api.upload("/predict-bulk", OTHER_LOG), accepted));
  }

  private static void eraseCustomer(Api api, Map<String, String> ids, Runnable accepted) {
    await(api, take(api.delete("/customers/C-0007"), accepted));
  }

  private static void deleteModel(Api api, Map<String, String> ids, Runnable accepted) {
    take(api.delete("/models/" + idle(api)), accepted);
  }

  private static void deleteBatch(Api api, Map<String, String> ids, Runnable accepted) {
    take(api.delete("/prediction-batches/" + ids.get(BATCH)), accepted);
  }

  private static void deleteDataset(Api api, Map<String, String> ids, Runnable accepted) {
    take(api.delete("/datasets/" + ids.get(DATASET)), accepted);
  }

  private static void deleteOrganization(Api api, Map<String, String> ids, Runnable accepted) {
    take(api.delete(Api.ORGANIZATIONS + "/" + ids.get(ORGANIZATION)), accepted);
  }

  private static void await(Api api, Answer answer) {
    api.awaitEnd(answer.json().path("job_id").asString());
  }

  /** Waits until the last step of the pipeline is done. */
  private static void awaitPipeline(Api api, String dataset) {
    for (int i = 0; i < POLLS; i++) {
      var steps = api.get("/datasets/" + dataset).json().path("pipeline");
      boolean isStopped =
          steps.valueStream().anyMatch(step -> step.path("status").asString().equals("stopped"));
      if (isStopped || ENDED.contains(steps.path(steps.size() - 1).path("status").asString(""))) {
        return;
      }
      Api.pause(20);
    }
    throw new AssertionError("the pipeline does not end");
  }
}
