package dev.churn.features.value;

import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The currencies that files write beside amounts, by sign, abbreviation or ISO 4217 code. */
final class Currencies {
  private static final Set<String> CODES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  private static final Map<String, String> MARKS =
      Map.ofEntries(
          Map.entry("$", "USD"),
          Map.entry("US$", "USD"),
          Map.entry("A$", "AUD"),
          Map.entry("AU$", "AUD"),
          Map.entry("C$", "CAD"),
          Map.entry("CA$", "CAD"),
          Map.entry("NZ$", "NZD"),
          Map.entry("HK$", "HKD"),
          Map.entry("NT$", "TWD"),
          Map.entry("S$", "SGD"),
          Map.entry("R$", "BRL"),
          Map.entry("MX$", "MXN"),
          Map.entry("€", "EUR"),
          Map.entry("EURO", "EUR"),
          Map.entry("EUROS", "EUR"),
          Map.entry("£", "GBP"),
          Map.entry("¥", "JPY"),
          Map.entry("円", "JPY"),
          Map.entry("CN¥", "CNY"),
          Map.entry("元", "CNY"),
          Map.entry("RMB", "CNY"),
          Map.entry("₹", "INR"),
          Map.entry("RS", "INR"),
          Map.entry("₽", "RUB"),
          Map.entry("РУБ", "RUB"),
          Map.entry("₩", "KRW"),
          Map.entry("₺", "TRY"),
          Map.entry("TL", "TRY"),
          Map.entry("₫", "VND"),
          Map.entry("₴", "UAH"),
          Map.entry("₪", "ILS"),
          Map.entry("฿", "THB"),
          Map.entry("₦", "NGN"),
          Map.entry("₱", "PHP"),
          Map.entry("₡", "CRC"),
          Map.entry("RP", "IDR"),
          Map.entry("RM", "MYR"),
          Map.entry("R", "ZAR"),
          Map.entry("KR", "kr"), // Danish, Norwegian or Swedish
          Map.entry("ZŁ", "PLN"),
          Map.entry("KČ", "CZK"),
          Map.entry("FT", "HUF"),
          Map.entry("FR", "CHF"),
          Map.entry("SFR", "CHF"),
          Map.entry("LEI", "RON"),
          Map.entry("ЛВ", "BGN"));

  private static final int THREE = 3;

  private Currencies() {}

  /** {@return the ISO 4217 code of a mark beside an amount, or empty if it is none} */
  static Optional<String> code(String mark) {
    String upper = mark.toUpperCase(Locale.ROOT);
    if (upper.endsWith(".")) {
      upper = upper.substring(0, upper.length() - 1);
    }
    if (CODES.contains(upper)) {
      return Optional.of(upper);
    }
    String code = MARKS.get(upper);
    if (code != null) {
      return Optional.of(code);
    }
    boolean sign =
        mark.codePointCount(0, mark.length()) == 1
            && Character.getType(mark.codePointAt(0)) == Character.CURRENCY_SYMBOL;
    return sign ? Optional.of(mark) : Optional.empty();
  }

  /** {@return whether amounts in the currency have three decimals, as those in dinars do} */
  static boolean hasThreeDecimals(String code) {
    return CODES.contains(code) && Currency.getInstance(code).getDefaultFractionDigits() == THREE;
  }
}
