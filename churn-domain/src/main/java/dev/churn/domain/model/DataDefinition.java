package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.ActiveWindow;
import java.util.Set;

/**
 * The settings with which the rows of a training were made from the uploaded file, beside the
 * horizon.
 *
 * @param activeWindow the window in which a customer counts as active
 * @param activityEventTypes the event types that count as activity; empty means all
 * @param churnEventTypes the event types by which customers leave; empty if churn is silence, and
 *     for labels of a file
 * @param upload the options with which the file was read
 */
public record DataDefinition(
    ActiveWindow activeWindow,
    Set<String> activityEventTypes,
    Set<String> churnEventTypes,
    UploadOptions upload) {
  public DataDefinition {
    requireNonNull(activeWindow, "activeWindow");
    requireNonNull(upload, "upload");
    activityEventTypes = Set.copyOf(activityEventTypes);
    churnEventTypes = Set.copyOf(churnEventTypes);
  }

  /** Creates a definition in which churn is silence. */
  public DataDefinition(
      ActiveWindow activeWindow, Set<String> activityEventTypes, UploadOptions upload) {
    this(activeWindow, activityEventTypes, Set.of(), upload);
  }
}
