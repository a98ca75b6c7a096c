package dev.churn.features.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.ChurnException;
import dev.churn.domain.dataset.DecimalSeparator;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AmountTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "12.50|12.5",
        "1,250.00|1250",
        "1,250,000|1250000",
        "12,34,567.89|1234567.89",
        "1 250.00|1250",
        "1\u00A0250.00|1250",
        "1\u202F250.00|1250",
        "1'250.00|1250",
        "1’250.00|1250",
        "$1,250.00|1250",
        "($50.00)|-50",
        "$(50.00)|-50",
        "(50.00) EUR|-50",
        "-$10.00|-10",
        "$-10.00|-10",
        "10.00-|-10",
        "−10.00|-10",
        "+10.00|10",
        "10.00 €|10",
        "EUR 10.00|10",
        "10.00 usd|10",
        "US$ 10.00|10",
        "R$10.00|10",
        "Rs.500.00|500",
        "CHF 1'250.-|1250",
        "0.500|0.5",
        ".5|0.5",
        "1250.000|1250",
        "$1,250|1250",
        "¥1,250|1250",
        "1.2E+3|1200",
        "₿ 1.50|1.5",
        "\u200B12.50|12.5",
      })
  void amounts_with_a_decimal_point(String text, double value) {
    AmountText amount = AmountText.of(text);

    assertThat(amount.value(DecimalSeparator.POINT)).isEqualTo(value, within(1e-9));
    assertThat(amount.proof())
        .as("decimal separator")
        .isNotEqualTo(Optional.of(DecimalSeparator.COMMA));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "12,50|12.5",
        "1.250,00|1250",
        "1.250.000|1250000",
        "1 250,00|1250",
        "1'250,00|1250",
        "1.250,00 €|1250",
        "€ 1.250|1250",
        "1.250 kr.|1250",
        "12,-|12",
        "12,--|12",
        "-12,5|-12.5",
        "12,50-|-12.5",
        "(1.250,00)|-1250",
        "0,500|0.5",
      })
  void amounts_with_a_decimal_comma(String text, double value) {
    AmountText amount = AmountText.of(text);

    assertThat(amount.value(DecimalSeparator.COMMA)).isEqualTo(value, within(1e-9));
    assertThat(amount.proof()).contains(DecimalSeparator.COMMA);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        "12 pieces",
        "50 %",
        "1.2.3",
        "1,2,3",
        "12:30",
        "2024-01-05",
        "1,25.00.0",
        "--5",
        "(-5)",
        "$5€",
        "Infinity",
        "0x10",
        "1d",
        "1e",
        "e5",
        ".",
        ",",
        "٣",
        "1,250 1",
        "12 34",
        "1,,250",
        "01,250.00",
        "5 CR",
        "1e400"
      })
  void other_texts_are_no_amounts(String text) {
    assertThat(AmountText.of(text).isNumber()).isFalse();
  }

  @Test
  void a_dash_beside_a_currency_is_the_zero_of_accounting() {
    assertThat(AmountText.of(" $ -   ").point()).isZero();
    assertThat(AmountText.of("-").isNumber()).isFalse();
  }

  @Test
  void three_digits_behind_one_sign_have_two_values() {
    assertThat(AmountText.of("1,250").isAmbiguous()).isTrue();
    assertThat(AmountText.of("1.250").isAmbiguous()).isTrue();
    assertThat(AmountText.of("1.250 KWD").proof()).isEmpty();
    assertThat(AmountText.of("1250").isAmbiguous()).isFalse();
  }

  @Test
  void the_file_decides_by_all_of_its_amounts() {
    assertThat(evidence("12,50", "1.250", "7,5").decide()).isEqualTo(DecimalSeparator.COMMA);
    assertThat(evidence("12.50", "1,250").decide()).isEqualTo(DecimalSeparator.POINT);
    assertThat(evidence("12", "1250").decide()).isEqualTo(DecimalSeparator.POINT);
  }

  @Test
  void amounts_with_two_values_need_the_option() {
    assertThatThrownBy(() -> evidence("20", "1.250", "2.500").decide())
        .isInstanceOf(ChurnException.class)
        .hasMessage(
            "Expected amounts that can be read in one way only, found '1.250' on line 2, which is"
                + " 1.25 with a decimal point and 1250 with a decimal comma; say which separator is"
                + " meant with the option decimal_separator");
    assertThatThrownBy(() -> evidence("12.50", "12,50").decide())
        .hasMessageContaining("'12.50' on line 1 with a decimal point and '12,50' on line 2");
  }

  @Test
  void a_few_amounts_with_the_other_separator_are_errors() {
    AmountEvidence evidence = evidence("12,50");
    for (int i = 0; i < 20; i++) {
      evidence.add(2 + i, "3.50", AmountText.of("3.50"));
    }

    assertThat(evidence.decide()).isEqualTo(DecimalSeparator.POINT);
  }

  @Test
  void currencies_are_counted() {
    AmountEvidence evidence = evidence("$5", "5 EUR", "6 €", "7");

    assertThat(evidence.currencies().areSeveral()).isTrue();
    assertThat(evidence.currencies()).hasToString("EUR (2), USD (1)");
  }

  private static AmountEvidence evidence(String... texts) {
    var evidence = new AmountEvidence();
    for (int i = 0; i < texts.length; i++) {
      evidence.add(i + 1, texts[i], AmountText.of(texts[i]));
    }
    return evidence;
  }
}
