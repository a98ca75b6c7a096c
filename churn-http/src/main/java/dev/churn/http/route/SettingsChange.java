package dev.churn.http.route;

import dev.churn.domain.organization.ActivationRule;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.organization.TimeZones;
import dev.churn.http.request.JsonBody;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The settings in a body; those that are missing stay unchanged. */
record SettingsChange(
    OptionalInt churnThresholdDays,
    OptionalInt activeWindowDays,
    Optional<List<String>> activityEventTypes,
    Optional<List<String>> churnEventTypes,
    Optional<Boolean> pipeline,
    Optional<ActivationRule> activation,
    Optional<ZoneId> timeZone) {
  /** The fields of organizations and targets alike; only organizations have a time zone. */
  static final Set<String> FIELDS =
      Set.of(
          "churn_threshold_days",
          "active_window_days",
          "activity_event_types",
          "churn_event_types",
          "pipeline",
          "activation");

  /** {@return the change in a body, which is refused if one of its fields is wrong} */
  static SettingsChange read(JsonBody body) {
    var change =
        new SettingsChange(
            body.wholeNumber("churn_threshold_days"),
            body.wholeNumber("active_window_days"),
            body.texts("activity_event_types"),
            body.texts("churn_event_types"),
            body.flag("pipeline"),
            body.has("activation")
                ? body.required("activation", ActivationRule::parse)
                : Optional.empty(),
            body.has("time_zone")
                ? body.required("time_zone", TimeZones::parse)
                : Optional.empty());
    body.throwErrors();
    return change;
  }

  OrganizationSettings applyTo(OrganizationSettings settings) {
    return new OrganizationSettings(
        churnThresholdDays.orElse(settings.churnThresholdDays()),
        activeWindowDays.orElse(settings.activeWindowDays()),
        activityEventTypes.<Set<String>>map(Set::copyOf).orElse(settings.activityEventTypes()),
        churnEventTypes.<Set<String>>map(Set::copyOf).orElse(settings.churnEventTypes()),
        pipeline.orElse(settings.pipeline()),
        activation.orElse(settings.activation()),
        timeZone.orElse(settings.timeZone()));
  }
}
