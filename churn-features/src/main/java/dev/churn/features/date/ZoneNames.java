package dev.churn.features.date;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds time zones by the names that stand behind times: regions of the IANA time zone database,
 * and common abbreviations. An abbreviation always means the same offset: {@code EST} is −05:00 in
 * summer, too. Of those with several meanings, {@code CST} is taken as American, {@code IST} as
 * Indian, {@code BST} as British.
 */
final class ZoneNames {
  private static final Map<String, String> ABBREVIATIONS =
      Map.ofEntries(
          Map.entry("Z", "Z"),
          Map.entry("UT", "Z"),
          Map.entry("UTC", "Z"),
          Map.entry("GMT", "Z"),
          Map.entry("WET", "Z"),
          Map.entry("WEST", "+1"),
          Map.entry("BST", "+1"),
          Map.entry("CET", "+1"),
          Map.entry("MEZ", "+1"),
          Map.entry("CEST", "+2"),
          Map.entry("MESZ", "+2"),
          Map.entry("EET", "+2"),
          Map.entry("EEST", "+3"),
          Map.entry("MSK", "+3"),
          Map.entry("IST", "+05:30"),
          Map.entry("SGT", "+8"),
          Map.entry("HKT", "+8"),
          Map.entry("AWST", "+8"),
          Map.entry("JST", "+9"),
          Map.entry("KST", "+9"),
          Map.entry("ACST", "+09:30"),
          Map.entry("ACDT", "+10:30"),
          Map.entry("AEST", "+10"),
          Map.entry("AEDT", "+11"),
          Map.entry("NZST", "+12"),
          Map.entry("NZDT", "+13"),
          Map.entry("NST", "-03:30"),
          Map.entry("NDT", "-02:30"),
          Map.entry("BRT", "-3"),
          Map.entry("ART", "-3"),
          Map.entry("AST", "-4"),
          Map.entry("ADT", "-3"),
          Map.entry("EST", "-5"),
          Map.entry("EDT", "-4"),
          Map.entry("CST", "-6"),
          Map.entry("CDT", "-5"),
          Map.entry("MST", "-7"),
          Map.entry("MDT", "-6"),
          Map.entry("PST", "-8"),
          Map.entry("PDT", "-7"),
          Map.entry("AKST", "-9"),
          Map.entry("AKDT", "-8"),
          Map.entry("HST", "-10"));

  private static final int REMEMBERED = 256;

  private final Map<String, String> regions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, Optional<ZoneRules>> known = new HashMap<>();

  /** {@return the zone of a name, without regard to case, or empty if there is none} */
  Optional<ZoneRules> find(String name) {
    Optional<ZoneRules> zone = known.get(name);
    if (zone == null) {
      if (known.size() == REMEMBERED) {
        known.clear();
      }
      zone = lookUp(name);
      known.put(name, zone);
    }
    return zone;
  }

  private Optional<ZoneRules> lookUp(String name) {
    String offset = ABBREVIATIONS.get(name.toUpperCase(Locale.ROOT));
    if (offset != null) {
      return Optional.of(ZoneOffset.of(offset).getRules());
    }
    if (regions.isEmpty()) {
      ZoneId.getAvailableZoneIds().stream()
          .filter(id -> id.indexOf('/') > 0)
          .forEach(id -> regions.put(id, id));
    }
    try {
      return Optional.ofNullable(regions.get(name)).map(id -> ZoneId.of(id).getRules());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** {@return the offset from UTC of a local time, in seconds} */
  static int offset(ZoneRules zone, int day, int second) {
    if (zone.isFixedOffset()) {
      return zone.getOffset(LocalDateTime.MIN).getTotalSeconds();
    }
    long seconds = (long) day * ZoneDays.SECONDS_OF_DAY + second;
    return zone.getOffset(LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC))
        .getTotalSeconds();
  }
}
