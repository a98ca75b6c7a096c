package dev.churn.features.source;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What was found out about a file while its text was read.
 *
 * @param conversions sentences about what was converted or chosen
 * @param encoding the name of the encoding that was found or named, or empty if the text is UTF-8
 * @param isGenerated whether the lines were made of a workbook or of JSON, so that rows without
 *     their last values are usual and numbers may have a mark
 * @param misfits the records that were no rows, complete once all of the text has been read
 */
public record Findings(
    List<String> conversions, Optional<String> encoding, boolean isGenerated, Misfits misfits) {
  public Findings {
    conversions = List.copyOf(conversions);
    requireNonNull(encoding, "encoding");
    requireNonNull(misfits, "misfits");
  }
}
