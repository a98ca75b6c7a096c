package dev.churn.domain.organization;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.Excerpt;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/** Reads and writes the names of time zones. */
public final class TimeZones {
  private static final String UTC = "UTC";
  private static final int MAX_LENGTH = 64;

  private TimeZones() {}

  /**
   * {@return the zone with an IANA id such as {@code Asia/Tokyo}, in any case}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if there is no such zone
   */
  public static ZoneId parse(String text) {
    String id = text.strip();
    try {
      return plain(ZoneId.of(id));
    } catch (DateTimeException e) {
      return withId(id)
          .orElseThrow(() -> new ChurnException(ErrorCode.INVALID_INPUT, problem(id), e));
    }
  }

  private static Optional<ZoneId> withId(String id) {
    return ZoneId.getAvailableZoneIds().stream()
        .filter(id::equalsIgnoreCase)
        .min(String::compareTo)
        .map(ZoneId::of)
        .map(TimeZones::plain);
  }

  private static String problem(String id) {
    String end = "/" + id.toLowerCase(Locale.ROOT).replace(' ', '_');
    return "expected an IANA time zone such as Europe/Berlin, found %s%s"
        .formatted(
            Excerpt.quoted(id, MAX_LENGTH),
            ZoneId.getAvailableZoneIds().stream()
                .filter(zone -> zone.toLowerCase(Locale.ROOT).endsWith(end))
                .min(String::compareTo)
                .map(zone -> "; is " + zone + " meant?")
                .orElse(""));
  }

  /** {@return the zone; {@link ZoneOffset#UTC} under any of its names} */
  public static ZoneId plain(ZoneId zone) {
    return zone.normalized().equals(ZoneOffset.UTC) ? ZoneOffset.UTC : zone;
  }

  /** {@return the id of a zone, which {@link #parse} reads} */
  public static String idOf(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC) ? UTC : zone.getId();
  }
}
