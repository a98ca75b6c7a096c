package dev.churn.features.value;

import dev.churn.features.util.Shares;
import dev.churn.features.util.Text;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the customer ids of a file say about the tools that it went through. Each thread has its
 * own; they are merged at the end.
 */
public final class IdEvidence {
  /** The share of the ids that have a form if it is that of the file. */
  private static final double MOST = 0.9;

  private static final Pattern UUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
  private static final Pattern E_MAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");

  /** How an id looks. */
  private enum Form {
    WHOLE("numbers"),
    ZEROS("numbers with leading zeros"),
    DECIMAL_ZERO("numbers with .0"),
    DECIMAL("decimal numbers"),
    SCIENTIFIC("numbers in scientific notation"),
    E_MAIL_ADDRESS("e-mail addresses"),
    UUIDS("UUIDs"),
    TEXT("texts");

    private final String shown;

    Form(String shown) {
      this.shown = shown;
    }
  }

  private record Example(long line, String text) {}

  private final Map<Form, Long> counts = new EnumMap<>(Form.class);
  private final Map<Form, Example> examples = new EnumMap<>(Form.class);
  private long mended;
  private Example mendedExample = new Example(Long.MAX_VALUE, "");
  private long broken;
  private long foreign;

  /**
   * Adds the id of a row.
   *
   * @param text the text in the file
   * @param id the id that it is read as
   */
  public void add(long line, String text, String id) {
    if (text.isEmpty()) {
      return;
    }
    Form form = form(id);
    counts.merge(form, 1L, Long::sum);
    examples.putIfAbsent(form, new Example(line, id));
    if (!id.equals(text)) {
      mended++;
      if (line < mendedExample.line()) {
        mendedExample = new Example(line, text);
      }
    }
    addEncoding(text);
  }

  /** Adds the id of a row that is a number of a workbook, with more digits than workbooks keep. */
  public void addRounded(long line, String id) {
    counts.merge(Form.SCIENTIFIC, 1L, Long::sum);
    examples.putIfAbsent(Form.SCIENTIFIC, new Example(line, id));
  }

  /** Adds a text that tells about the encoding of the file. */
  public void addEncoding(String text) {
    if (text.indexOf('\uFFFD') >= 0) {
      broken++;
    } else if (text.chars().anyMatch(c -> c > 0x7F)) {
      foreign++;
    }
  }

  public void add(IdEvidence other) {
    other.counts.forEach((form, count) -> counts.merge(form, count, Long::sum));
    other.examples.forEach(
        (form, example) -> examples.merge(form, example, (a, b) -> a.line() < b.line() ? a : b));
    mended += other.mended;
    if (other.mendedExample.line() < mendedExample.line()) {
      mendedExample = other.mendedExample;
    }
    broken += other.broken;
    foreign += other.foreign;
  }

  private static Form form(String id) {
    int digits = 0;
    while (digits < id.length() && id.charAt(digits) >= '0' && id.charAt(digits) <= '9') {
      digits++;
    }
    if (digits > 0 && digits == id.length()) {
      return digits > 1 && id.charAt(0) == '0' ? Form.ZEROS : Form.WHOLE;
    }
    if (digits > 0 && id.charAt(digits) == '.' && id.substring(digits).matches("\\.\\d+")) {
      return CustomerIds.withoutDecimals(id).length() < id.length()
          ? Form.DECIMAL_ZERO
          : Form.DECIMAL;
    }
    if (CustomerIds.isScientific(id)) {
      return Form.SCIENTIFIC;
    }
    if (UUID.matcher(id).matches()) {
      return Form.UUIDS;
    }
    return E_MAIL.matcher(id).matches() ? Form.E_MAIL_ADDRESS : Form.TEXT;
  }

  private long count(Form form) {
    return counts.getOrDefault(form, 0L);
  }

  /** {@return whether there are whole numbers with decimals that are zero} */
  public boolean hasDecimals() {
    return count(Form.DECIMAL_ZERO) > 0;
  }

  /**
   * {@return whether it is certain, of all ids of a file, that the decimals that are zero are not
   * part of the ids}
   */
  public boolean provesDecimals() {
    return hasDecimals() && count(Form.DECIMAL) == 0;
  }

  /** {@return whether more texts outside ASCII are not UTF-8 than are} */
  public boolean isNotUtf8() {
    return broken > foreign;
  }

  /** {@return whether there is a text that is not UTF-8} */
  public boolean hasBroken() {
    return broken > 0;
  }

  /** {@return the form of most ids, if all were added} */
  public Optional<String> form() {
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    return counts.entrySet().stream()
        .max(Comparator.comparingLong(Map.Entry::getValue))
        .filter(most -> most.getValue() >= MOST * all)
        .map(most -> most.getKey().shown);
  }

  /** {@return a sentence about ids that were mended, if there are any} */
  public Optional<String> conversion(long rows) {
    return mended == 0
        ? Optional.empty()
        : Optional.of(
            "Customer ids such as %s on line %d were read as %s: %s."
                .formatted(
                    Text.quoted(mendedExample.text()),
                    mendedExample.line(),
                    Text.quoted(
                        CustomerIds.withoutDecimals(
                            new CustomerIds(true).mended(mendedExample.text()))),
                    Shares.of(mended, rows)));
  }

  /** {@return a sentence about ids that were damaged before the upload, if there are any} */
  public Optional<String> damage(long rows, boolean decimalIds) {
    if (count(Form.SCIENTIFIC) > 0) {
      Example example = examples.get(Form.SCIENTIFIC);
      return Optional.of(
          "Customer ids such as %s on line %d look like numbers that a spreadsheet has rounded, %s; export them as text, since different customers may have become one."
              .formatted(
                  Text.quoted(example.text()),
                  example.line(),
                  Shares.of(count(Form.SCIENTIFIC), rows)));
    }
    if (hasDecimals() && !decimalIds) {
      Example example = examples.get(Form.DECIMAL_ZERO);
      return Optional.of(
          "Customer ids such as %s on line %d may be whole numbers that a tool has turned into decimals, %s; they are kept as they are, since other ids have decimals too."
              .formatted(
                  Text.quoted(example.text()),
                  example.line(),
                  Shares.of(count(Form.DECIMAL_ZERO), rows)));
    }
    return Optional.empty();
  }
}
