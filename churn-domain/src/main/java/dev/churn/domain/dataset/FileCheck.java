package dev.churn.domain.dataset;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.organization.OrganizationId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The check whether the data of a raw dataset is as expected. While it has findings, models trained
 * on the dataset are not activated automatically, and its pipeline stops.
 *
 * @param dataset the raw dataset
 * @param comparedWith the earlier raw dataset with which it was compared, if there was one
 * @param isForced whether a user wants to go on in spite of any findings
 */
public record FileCheck(
    OrganizationId organizationId,
    DatasetId dataset,
    Optional<DatasetId> comparedWith,
    List<Finding> findings,
    boolean isForced) {
  public FileCheck {
    requireNonNull(organizationId, "organizationId");
    requireNonNull(dataset, "dataset");
    requireNonNull(comparedWith, "comparedWith");
    findings = List.copyOf(findings);
  }

  /** {@return a check that has not been made yet} */
  public static FileCheck none(RawDataset raw) {
    return new FileCheck(raw.organizationId(), raw.id(), Optional.empty(), List.of(), false);
  }

  /** {@return whether the data is as expected, or a user wants to go on regardless} */
  public boolean isPassed() {
    return isForced || findings.isEmpty();
  }

  /** {@return the findings as sentences} */
  public List<String> sentences() {
    return findings.stream().map(Finding::sentence).toList();
  }

  /** {@return a copy of this check that a user wants to pass} */
  public FileCheck forced() {
    return new FileCheck(organizationId, dataset, comparedWith, findings, true);
  }

  /** {@return a copy of this check with other findings about the file, and none of a training} */
  public FileCheck ofFile(Optional<DatasetId> other, List<Finding> found) {
    return new FileCheck(organizationId, dataset, other, found, isForced);
  }

  /** {@return a copy of this check with other findings of the latest training} */
  public FileCheck ofTraining(List<Finding> found) {
    return new FileCheck(
        organizationId,
        dataset,
        comparedWith,
        Stream.concat(
                findings.stream().filter(finding -> !finding.kind().isOfTraining()), found.stream())
            .toList(),
        isForced);
  }
}
