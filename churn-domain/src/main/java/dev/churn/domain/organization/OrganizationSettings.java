package dev.churn.domain.organization;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.PlainText;
import dev.churn.domain.event.ActivityTypes;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The settings of an organization: its definition of churn, and what runs automatically.
 *
 * @param churnThresholdDays the horizon H, 1 to 365: a customer churns at T when there is no
 *     activity in (T, T + H], or when the first event of {@code churnEventTypes} is
 * @param activeWindowDays a customer is active at T after activity in this many last days, 0 to
 *     3650; 0 means that everyone is active
 * @param activityEventTypes the event types that count as activity; empty means all
 * @param churnEventTypes the event types by which customers leave: a customer churns at T when the
 *     first of them is in (T, T + H]; empty if churn is silence. At most {@value
 *     #MOST_CHURN_EVENT_TYPES}, none of which is activity, too
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
    Set<String> churnEventTypes,
    boolean pipeline,
    ActivationRule activation,
    ZoneId timeZone) {
  /** The maximum number of event types by which customers leave. */
  public static final int MOST_CHURN_EVENT_TYPES = 20;

  private static final int LONGEST_NAME = 256;

  public OrganizationSettings {
    activityEventTypes = Set.copyOf(activityEventTypes);
    churnEventTypes = Set.copyOf(churnEventTypes);
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
    errors.addAll(churnErrors(churnEventTypes, activityEventTypes));
    if (!errors.isEmpty()) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT, "The settings of an organization are out of range", errors);
    }
  }

  private static List<FieldError> churnErrors(Set<String> churn, Set<String> activity) {
    List<FieldError> errors = new ArrayList<>();
    if (churn.size() > MOST_CHURN_EVENT_TYPES) {
      errors.add(
          churnError(
              "expected at most %d names, found %d"
                  .formatted(MOST_CHURN_EVENT_TYPES, churn.size())));
    }
    if (churn.stream()
        .anyMatch(
            type ->
                ActivityTypes.keyOf(type).isBlank()
                    || type.length() > LONGEST_NAME
                    || !PlainText.is(type))) {
      errors.add(
          churnError(
              "expected names of 1 to %d characters without control characters, found another"
                  .formatted(LONGEST_NAME)));
    }
    var counted = new ActivityTypes(activity);
    churn.stream()
        .filter(type -> !counted.isEverything() && counted.contains(type))
        .sorted()
        .findFirst()
        .ifPresent(
            type ->
                errors.add(
                    churnError(
                        ("expected event types that are not activity, found '%s' in"
                                + " activity_event_types too; remove it from one of them")
                            .formatted(type))));
    return errors;
  }

  private static FieldError churnError(String problem) {
    return new FieldError("churn_event_types", problem);
  }

  /** Creates settings in which churn is silence. */
  public OrganizationSettings(
      int churnThresholdDays,
      int activeWindowDays,
      Set<String> activityEventTypes,
      boolean pipeline,
      ActivationRule activation,
      ZoneId timeZone) {
    this(
        churnThresholdDays,
        activeWindowDays,
        activityEventTypes,
        Set.of(),
        pipeline,
        activation,
        timeZone);
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

  /** {@return these settings with other event types by which customers leave} */
  public OrganizationSettings withChurnEventTypes(Set<String> types) {
    return new OrganizationSettings(
        churnThresholdDays,
        activeWindowDays,
        activityEventTypes,
        types,
        pipeline,
        activation,
        timeZone);
  }

  /** {@return these settings with days in another time zone} */
  public OrganizationSettings in(ZoneId zone) {
    return new OrganizationSettings(
        churnThresholdDays,
        activeWindowDays,
        activityEventTypes,
        churnEventTypes,
        pipeline,
        activation,
        zone);
  }
}
