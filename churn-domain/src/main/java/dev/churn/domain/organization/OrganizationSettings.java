package dev.churn.domain.organization;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.PlainText;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The settings of an organization: its definition of churn, and what runs automatically.
 *
 * @param churnThresholdDays the horizon H, 1 to 365: a customer churns at T when there is no
 *     activity in (T, T + H]
 * @param activeWindowDays a customer is active at T after activity in this many last days, 0 to
 *     3650; 0 means that everyone is active
 * @param activityEventTypes the event types that count as activity; empty means all
 * @param pipeline whether features, a model and scores are computed automatically from an uploaded
 *     file
 * @param activation when a newly trained model replaces the champion automatically
 * @param timeZone the zone on whose days instants fall, and in which a day begins; for files, that
 *     at their upload
 */
public record OrganizationSettings(
    int churnThresholdDays,
    int activeWindowDays,
    Set<String> activityEventTypes,
    boolean pipeline,
    ActivationRule activation,
    ZoneId timeZone) {
  public OrganizationSettings {
    activityEventTypes = Set.copyOf(activityEventTypes);
    requireNonNull(activation, "activation");
    timeZone = TimeZones.plain(timeZone);
    List<FieldError> errors = new ArrayList<>();
    if (churnThresholdDays < 1 || churnThresholdDays > 365) {
      errors.add(
          new FieldError(
              "churn_threshold_days", "expected 1 to 365 days, found " + churnThresholdDays));
    }
    if (activeWindowDays < 0 || activeWindowDays > 3650) {
      errors.add(
          new FieldError(
              "active_window_days", "expected 0 to 3650 days, found " + activeWindowDays));
    }
    if (activityEventTypes.stream().anyMatch(type -> type.isBlank() || !PlainText.is(type))) {
      errors.add(
          new FieldError(
              "activity_event_types",
              "expected names without control characters, found one that is blank or has some"));
    }
    if (!errors.isEmpty()) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT, "The settings of an organization are out of range", errors);
    }
  }

  /** Creates settings with days in UTC. */
  public OrganizationSettings(
      int churnThresholdDays,
      int activeWindowDays,
      Set<String> activityEventTypes,
      boolean pipeline,
      ActivationRule activation) {
    this(
        churnThresholdDays,
        activeWindowDays,
        activityEventTypes,
        pipeline,
        activation,
        ZoneOffset.UTC);
  }

  /** Creates settings that activate models that are not worse. */
  public OrganizationSettings(
      int churnThresholdDays,
      int activeWindowDays,
      Set<String> activityEventTypes,
      boolean pipeline) {
    this(
        churnThresholdDays,
        activeWindowDays,
        activityEventTypes,
        pipeline,
        ActivationRule.IF_NOT_WORSE);
  }

  /** Creates settings without a pipeline. */
  public OrganizationSettings(
      int churnThresholdDays, int activeWindowDays, Set<String> activityEventTypes) {
    this(churnThresholdDays, activeWindowDays, activityEventTypes, false);
  }

  /**
   * {@return a horizon of 30 days, an active window of 90 days, all event types as activity, no
   * pipeline, activation of models that are not worse, and days in UTC}
   */
  public static OrganizationSettings defaults() {
    return new OrganizationSettings(30, 90, Set.of());
  }
}
