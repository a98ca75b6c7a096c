package dev.churn.domain.dataset;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How a file writes its texts, numbers and days. What a user leaves open is found from the whole
 * file at its upload; from then on the file is read with the conventions that were found.
 *
 * @param encoding the name of the character set; empty means that it is found
 * @param sheet the name of the sheet of a workbook; empty means the first
 * @param decimalSeparator the sign before the decimals of amounts; empty means that it is found
 * @param missingValues the words that stand for no value, without regard to case; empty means the
 *     usual ones, such as {@code NULL} and {@code N/A}
 * @param churnLabels further words for churn labels, without regard to case, with whether they mean
 *     churned
 * @param timeZone the zone on whose days instants fall
 * @param decimalIds whether a tool has turned customer ids into decimals, so that {@code 17850.0}
 *     is read as {@code 17850}
 */
public record FileConventions(
    Optional<String> encoding,
    Optional<String> sheet,
    Optional<DecimalSeparator> decimalSeparator,
    Optional<Set<String>> missingValues,
    Map<String, Boolean> churnLabels,
    ZoneId timeZone,
    boolean decimalIds) {
  private static final String LABEL = "churn_label ";
  private static final String WORDS_APART = "\n";

  public FileConventions {
    requireNonNull(encoding, "encoding");
    requireNonNull(sheet, "sheet");
    requireNonNull(decimalSeparator, "decimalSeparator");
    missingValues = missingValues.map(Set::copyOf);
    churnLabels = Map.copyOf(churnLabels);
    requireNonNull(timeZone, "timeZone");
  }

  /** {@return conventions that leave everything open, with days in UTC} */
  public static FileConventions defaults() {
    return new FileConventions(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        ZoneOffset.UTC,
        false);
  }

  public FileConventions withEncoding(String name) {
    return new FileConventions(
        Optional.of(name),
        sheet,
        decimalSeparator,
        missingValues,
        churnLabels,
        timeZone,
        decimalIds);
  }

  /** {@return the conventions of a copy as plain text in UTF-8} */
  public FileConventions ofPlainText() {
    return new FileConventions(
        Optional.of("UTF-8"),
        Optional.empty(),
        decimalSeparator,
        missingValues,
        churnLabels,
        timeZone,
        decimalIds);
  }

  public FileConventions withDecimalSeparator(DecimalSeparator separator) {
    return new FileConventions(
        encoding, sheet, Optional.of(separator), missingValues, churnLabels, timeZone, decimalIds);
  }

  public FileConventions withTimeZone(ZoneId zone) {
    return new FileConventions(
        encoding, sheet, decimalSeparator, missingValues, churnLabels, zone, decimalIds);
  }

  /** {@return a copy by which {@code 17850.0} is the customer {@code 17850}} */
  public FileConventions withDecimalIds() {
    return new FileConventions(
        encoding, sheet, decimalSeparator, missingValues, churnLabels, timeZone, true);
  }

  /** {@return all conventions that are not left open, as texts by name, for storage} */
  public Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    encoding.ifPresent(name -> texts.put("encoding", name));
    sheet.ifPresent(name -> texts.put("sheet", name));
    decimalSeparator.ifPresent(separator -> texts.put("decimal_separator", separator.sign()));
    missingValues.ifPresent(
        words -> texts.put("missing_values", String.join(WORDS_APART, new TreeSet<>(words))));
    churnLabels.forEach((word, churned) -> texts.put(LABEL + word, churned.toString()));
    if (!timeZone.equals(ZoneOffset.UTC)) {
      texts.put("time_zone", timeZone.getId());
    }
    if (decimalIds) {
      texts.put("decimal_ids", "true");
    }
    return texts;
  }

  /** {@return the conventions of which {@link #texts} gave the texts} */
  public static FileConventions ofTexts(Map<String, String> texts) {
    return new FileConventions(
        Optional.ofNullable(texts.get("encoding")),
        Optional.ofNullable(texts.get("sheet")),
        Optional.ofNullable(texts.get("decimal_separator")).flatMap(DecimalSeparator::of),
        Optional.ofNullable(texts.get("missing_values")).map(FileConventions::words),
        texts.entrySet().stream()
            .filter(text -> text.getKey().startsWith(LABEL))
            .collect(
                Collectors.toMap(
                    text -> text.getKey().substring(LABEL.length()),
                    text -> Boolean.valueOf(text.getValue()))),
        texts.containsKey("time_zone") ? ZoneId.of(texts.get("time_zone")) : ZoneOffset.UTC,
        texts.containsKey("decimal_ids"));
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.split(WORDS_APART, -1))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
