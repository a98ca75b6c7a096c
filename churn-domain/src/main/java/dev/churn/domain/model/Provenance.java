package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.dataset.DatasetId;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * Where a trained model comes from: with its type and table all that is needed to train the same
 * one again, and to tell what it has seen.
 *
 * @param raw the file that was uploaded
 * @param rawSha256 of that file, 64 lower-case hexadecimal digits
 * @param featuresSha256 of the table that was made of it and that the model names
 * @param learnedFrom the as-of days whose labels the model knows, the latest first
 * @param judgedOn the as-of days on which one that learned in the same way was judged
 * @param horizonDays how many days after an as-of day its labels look
 * @param labelsFromFile whether the labels came with the file; nobody knows then what days they
 *     speak of
 * @param seed of the training
 * @param programVersion of this program
 * @param libraries versions of the trainer and of what it runs on, by name
 */
public record Provenance(
    DatasetId raw,
    String rawSha256,
    String featuresSha256,
    List<LocalDate> learnedFrom,
    List<LocalDate> judgedOn,
    int horizonDays,
    boolean labelsFromFile,
    long seed,
    String programVersion,
    Map<String, String> libraries) {
  public Provenance {
    requireNonNull(raw, "raw");
    requireNonNull(rawSha256, "rawSha256");
    requireNonNull(featuresSha256, "featuresSha256");
    requireNonNull(programVersion, "programVersion");
    learnedFrom = List.copyOf(learnedFrom);
    judgedOn = List.copyOf(judgedOn);
    libraries = Map.copyOf(libraries);
  }

  /**
   * {@return whether the model knows nothing of what came after {@code asOf}} A label of day T
   * tells of T + 1 to T + H, so the last of these days must not lie after {@code asOf}. Labels that
   * came with a file may tell of any day.
   */
  public boolean knowsNothingAfter(LocalDate asOf) {
    return !labelsFromFile
        && learnedFrom.stream().noneMatch(day -> day.plusDays(horizonDays).isAfter(asOf));
  }
}
