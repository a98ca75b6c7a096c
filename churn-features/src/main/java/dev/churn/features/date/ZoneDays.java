package dev.churn.features.date;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;

/** Finds the days of a time zone on which instants fall. */
final class ZoneDays {
  static final int SECONDS_OF_DAY = 86_400;

  private final ZoneRules rules;
  private final boolean fixed;
  private final int fixedOffset;

  ZoneDays(ZoneId zone) {
    this.rules = zone.getRules();
    this.fixed = rules.isFixedOffset();
    this.fixedOffset = rules.getOffset(Instant.EPOCH).getTotalSeconds();
  }

  /** {@return the day of the instant, in the zone, as days since 1970-01-01} */
  int dayOf(long epochSecond) {
    int offset =
        fixed ? fixedOffset : rules.getOffset(Instant.ofEpochSecond(epochSecond)).getTotalSeconds();
    return Math.toIntExact(Math.floorDiv(epochSecond + offset, SECONDS_OF_DAY));
  }
}
