package dev.churn.http.view;

import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.Provenance;
import dev.churn.domain.model.Requester;
import dev.churn.domain.model.TrainingRun;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The provenance of a model, as answers show it. */
record ProvenanceView(
    String rawDatasetId,
    String rawSha256,
    String featuresDatasetId,
    String featuresSha256,
    List<LocalDate> learnedFrom,
    List<LocalDate> judgedOn,
    int horizonDays,
    boolean labelsFromFile,
    Optional<Integer> activeWindowDays,
    Optional<List<String>> activityEventTypes,
    Optional<List<String>> churnEventTypes,
    Optional<UploadOptionsView> uploadOptions,
    long seed,
    String programVersion,
    Map<String, String> libraries,
    String modelSha256,
    Optional<String> requestedBy,
    Instant requestedAt) {
  /** The options with which the file was read. */
  record UploadOptionsView(
      boolean hasChurnLabel,
      Optional<LocalDate> asOf,
      Optional<String> dateFormat,
      List<String> activityEventTypes,
      Map<String, String> columns) {
    static UploadOptionsView of(UploadOptions options) {
      return new UploadOptionsView(
          options.hasChurnLabel(),
          options.asOf(),
          options.dateFormat(),
          List.copyOf(new TreeSet<>(options.activityEventTypes())),
          new TreeMap<>(options.columns()));
    }
  }

  /**
   * {@return the view, or empty if the model is not trained or was trained before provenance was
   * recorded}
   */
  static Optional<ProvenanceView> of(TrainingRun model) {
    return model.outcome() instanceof ModelVersion trained
        ? trained.provenance().map(provenance -> of(model, trained, provenance))
        : Optional.empty();
  }

  private static ProvenanceView of(TrainingRun model, ModelVersion trained, Provenance provenance) {
    return new ProvenanceView(
        provenance.raw().toString(),
        provenance.rawSha256(),
        model.features().toString(),
        provenance.featuresSha256(),
        provenance.learnedFrom(),
        provenance.judgedOn(),
        provenance.horizonDays(),
        provenance.labelsFromFile(),
        provenance.data().map(data -> data.activeWindow().days()),
        provenance.data().map(data -> List.copyOf(new TreeSet<>(data.activityEventTypes()))),
        provenance.data().map(data -> List.copyOf(new TreeSet<>(data.churnEventTypes()))),
        provenance.data().map(data -> UploadOptionsView.of(data.upload())),
        provenance.seed(),
        provenance.programVersion(),
        new TreeMap<>(provenance.libraries()),
        trained.artifactSha256(),
        model.requestedBy().map(Requester::name),
        model.requestedAt());
  }
}
