package dev.churn.domain.feature;

/**
 * The last days in which a customer must have been active to count as active; all other customers
 * are lapsed. Lists, metrics and verdicts are about active customers first. Whether a customer is
 * active follows from the features alone. Customers who have events but no activity are lapsed by
 * every window but that of everyone.
 *
 * @param days number of days that end at the as-of date, inclusive, 0 or more; 0 means that
 *     everyone is active
 */
public record ActiveWindow(int days) {
  public ActiveWindow {
    if (days < 0) {
      throw new IllegalArgumentException("expected 0 days or more, found " + days);
    }
  }

  /** {@return the window in which everyone is active} */
  public static ActiveWindow everyone() {
    return new ActiveWindow(0);
  }

  /** {@return whether a customer with these features is active at their as-of date} */
  public boolean includes(FeatureVector features) {
    return includes(features, RfmCounts.silentDays(features));
  }

  private boolean includes(FeatureVector features, double silentDays) {
    return includesSilence(silentDays) && (days == 0 || !RfmCounts.wasNeverActive(features));
  }

  /** {@return the silence of a customer with these features, and the state by this window} */
  public CustomerActivity activityOf(FeatureVector features) {
    double silentDays = RfmCounts.silentDays(features);
    return new CustomerActivity(
        includes(features, silentDays) ? CustomerState.ACTIVE : CustomerState.LAPSED,
        (int) silentDays);
  }

  /**
   * {@return whether a customer is active}
   *
   * @param silentDays days from the last active day to the as-of date
   */
  public boolean includesSilence(double silentDays) {
    return days == 0 || silentDays < days;
  }
}
