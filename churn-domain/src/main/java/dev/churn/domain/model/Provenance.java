package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.dataset.DatasetId;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The origin of a trained model. Together with the type and the feature table it suffices to train
 * the same model again, and it shows which data the model has seen.
 *
 * @param raw the uploaded raw dataset
 * @param rawSha256 the SHA-256 of that file, 64 lower-case hexadecimal digits
 * @param featuresSha256 the SHA-256 of the feature table that the model was trained on
 * @param learnedFrom the as-of dates of the labels used for training, the latest first
 * @param judgedOn the as-of dates of the rows used for evaluation; with a hold-out, of all
 *     snapshots whose customers were split
 * @param horizonDays the horizon of the labels in days
 * @param labelsFromFile whether the labels came with the file; the dates that they refer to are
 *     then unknown
 * @param data the settings with which the rows were made; empty for models of earlier versions
 *     whose feature table is gone
 * @param seed the seed of the training
 * @param programVersion the version of this program
 * @param libraries the versions of the trainer and its libraries, by name
 */
public record Provenance(
    DatasetId raw,
    String rawSha256,
    String featuresSha256,
    List<LocalDate> learnedFrom,
    List<LocalDate> judgedOn,
    int horizonDays,
    boolean labelsFromFile,
    Optional<DataDefinition> data,
    long seed,
    String programVersion,
    Map<String, String> libraries) {
  public Provenance {
    requireNonNull(raw, "raw");
    requireNonNull(rawSha256, "rawSha256");
    requireNonNull(featuresSha256, "featuresSha256");
    requireNonNull(data, "data");
    requireNonNull(programVersion, "programVersion");
    learnedFrom = List.copyOf(learnedFrom);
    judgedOn = List.copyOf(judgedOn);
    libraries = Map.copyOf(libraries);
  }

  /** {@return the last day on which a label of the model depends, if the days are known} */
  public Optional<LocalDate> knowsUntil() {
    return labelsFromFile
        ? Optional.empty()
        : learnedFrom.stream().max(LocalDate::compareTo).map(day -> day.plusDays(horizonDays));
  }

  /**
   * {@return whether the model as it was evaluated, before it was refitted on the evaluation rows,
   * was trained without knowledge of anything after {@code asOf}} False if it was evaluated on
   * customers of the snapshots that it learned from.
   */
  public boolean knewNothingAfter(LocalDate asOf) {
    List<LocalDate> learned = learnedFrom.stream().filter(day -> !judgedOn.contains(day)).toList();
    return !labelsFromFile
        && !learned.isEmpty()
        && learned.stream().noneMatch(day -> day.plusDays(horizonDays).isAfter(asOf));
  }

  /**
   * {@return whether the model was trained without knowledge of anything after {@code asOf}} A
   * label at T depends on T + 1 to T + H, so the last of these days must not be after {@code asOf}.
   * Labels from a file may depend on any day, so the result is then false.
   */
  public boolean knowsNothingAfter(LocalDate asOf) {
    return !labelsFromFile
        && learnedFrom.stream().noneMatch(day -> day.plusDays(horizonDays).isAfter(asOf));
  }
}
