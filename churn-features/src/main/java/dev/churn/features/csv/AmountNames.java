package dev.churn.features.csv;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells which headers sound like those of amounts without being known names of them. */
final class AmountNames {
  private static final Set<String> AMOUNTS =
      Set.of(
          ("amount amounts amt total sum value price revenue sales spend spent turnover paid gross"
                  + " betrag summe umsatz preis gesamtbetrag gesamtpreis rechnungsbetrag"
                  + " montant somme prix importe monto valor precio importo valore prezzo"
                  + " bedrag prijs totaal belopp beløb kwota")
              .split(" "));

  /** Words beside which those do not stand for money. */
  private static final Set<String> OTHERS =
      Set.of(
          ("id type name code count number items quantity qty currency date day time list channel"
                  + " group category segment days visits orders points")
              .split(" "));

  private static final Pattern BETWEEN_WORDS =
      Pattern.compile("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})");

  private AmountNames() {}

  static boolean isLike(String header) {
    return words(header).anyMatch(AMOUNTS::contains) && words(header).noneMatch(OTHERS::contains);
  }

  private static Stream<String> words(String header) {
    return BETWEEN_WORDS.splitAsStream(header).map(word -> word.toLowerCase(Locale.ROOT));
  }
}
