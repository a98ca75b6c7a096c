package dev.churn.features.source;

import static dev.churn.features.source.Sources.bytes;
import static dev.churn.features.source.Sources.read;
import static dev.churn.features.source.Sources.refusal;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.FileConventions;
import dev.churn.features.source.Sources.Read;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class EncodingTest {
  private static final String TEXT =
      "customer_id,event_date,name\n1,2024-01-01,Zoë €5\n2,2024-01-02,Łódź 東京 😀\n";

  private static byte[] in(String text, String charset) {
    return text.getBytes(Charset.forName(charset));
  }

  private static FileConventions named(String encoding) {
    return FileConventions.defaults().withEncoding(encoding);
  }

  @Test
  void utf_8_is_left_as_it_is() {
    Read read = read(bytes(TEXT));

    assertThat(read.text()).isEqualTo(TEXT);
    assertThat(read.encoding()).isEmpty();
    assertThat(read.conversions()).isEmpty();
    assertThat(read(bytes("\uFEFF" + TEXT)).text()).isEqualTo("\uFEFF" + TEXT);
  }

  @Test
  void utf_16_and_utf_32_are_found_by_their_marks() {
    for (String charset : new String[] {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
      Read read = read(in("\uFEFF" + TEXT, charset));
      assertThat(read.text()).as(charset).isIn(TEXT, "\uFEFF" + TEXT);
      assertThat(read.encoding()).contains(charset);
      assertThat(read.conversions())
          .containsExactly("The file is in %s and was converted to UTF-8.".formatted(charset));
    }
  }

  @Test
  void utf_16_and_utf_32_are_found_by_their_zeros() {
    for (String charset : new String[] {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
      assertThat(read(in(TEXT, charset)).text()).as(charset).isEqualTo(TEXT);
    }
    String cyrillic = "номер,дата\nИван Петров,2024-01-01\n";
    assertThat(read(cyrillic.getBytes(UTF_16LE)).text()).isEqualTo(cyrillic);
    assertThat(read(cyrillic.getBytes(UTF_16BE)).text()).isEqualTo(cyrillic);
  }

  @Test
  void what_is_not_utf_8_is_windows_1252() {
    String latin = TEXT.replace("Łódź 東京 😀", "Straße “x” – Müller");
    Read read = read(in(latin, "windows-1252"));

    assertThat(read.text()).isEqualTo(latin);
    assertThat(read.encoding()).contains("windows-1252");
    assertThat(read.conversions())
        .containsExactly("The file is in windows-1252 and was converted to UTF-8.");
    assertThat(read(in("id,date\nZoë,x\n", "ISO-8859-1")).text()).isEqualTo("id,date\nZoë,x\n");
  }

  @Test
  void a_broken_byte_does_not_change_the_encoding_of_a_utf_8_file() {
    byte[] file = bytes(TEXT + "Zo_,2024-01-01,x\n");
    file[file.length - 15] = (byte) 0xEB;

    Read read = read(file);

    assertThat(read.encoding()).isEmpty();
    assertThat(read.text()).contains("Łódź", "\uFFFD");
  }

  @Test
  void a_character_that_the_head_cuts_is_no_broken_one() {
    for (int cut = 1; cut < 4; cut++) {
      byte[] file = new byte[Layer.HEAD + 100];
      Arrays.fill(file, (byte) 'x');
      byte[] emoji = "😀".getBytes(UTF_8);
      System.arraycopy(emoji, 0, file, Layer.HEAD - cut, 4);
      assertThat(read(file).encoding()).as("cut after %d bytes", cut).isEmpty();
    }
  }

  @Test
  void a_named_encoding_is_taken() {
    String cyrillic = "номер,дата\nИван,2024-01-01\n";
    Read read = read(in(cyrillic, "windows-1251"), named("cp1251"));
    assertThat(read.text()).isEqualTo(cyrillic);
    assertThat(read.encoding()).contains("windows-1251");

    String japanese = "顧客,日付\n東京,2024-01-01\n";
    assertThat(read(in(japanese, "Shift_JIS"), named("Shift_JIS")).text()).isEqualTo(japanese);
    assertThat(read(bytes(TEXT), named("utf-8-sig")).text()).isEqualTo(TEXT);
    assertThat(read(in("a,b\né,1\n", "windows-1252"), named("ANSI")).text())
        .isEqualTo("a,b\né,1\n");
    assertThat(read(TEXT.getBytes(UTF_16LE), named("utf-16")).text()).isEqualTo(TEXT);
    assertThat(read(in("id,n\n€,1\n", "ISO-8859-15"), named("latin-9")).text())
        .isEqualTo("id,n\n€,1\n");
  }

  @Test
  void late_evidence_can_be_given_as_a_named_encoding() {
    byte[] file =
        in("id,date\n" + "1,2024-01-01\n".repeat(200_000) + "Zoë,2024-01-01\n", "windows-1252");

    assertThat(read(file).encoding()).isEmpty();
    assertThat(read(file, named("windows-1252")).text()).endsWith("Zoë,2024-01-01\n");
  }

  @Test
  void an_unknown_encoding_is_refused_by_its_field() {
    for (String name : new String[] {"klingon", "", "utf 8 ;"}) {
      assertThat(refusal(bytes(TEXT), named(name)).code()).isEqualTo(ErrorCode.INVALID_INPUT);
      assertThat(refusal(bytes(TEXT), named(name)).fieldErrors().get(0).field())
          .isEqualTo("encoding");
    }
  }

  @Test
  void long_texts_are_converted_without_a_seam() {
    String text = TEXT.repeat(20_000);

    assertThat(read(text.getBytes(UTF_16LE)).text()).isEqualTo(text);
  }

  @Test
  void a_text_that_ends_within_a_character_is_damaged() {
    for (String charset : new String[] {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
      for (String text : new String[] {"\uFEFF" + TEXT, "\uFEFF" + TEXT.repeat(20_000)}) {
        byte[] whole = in(text, charset);
        assertThat(refusal(Arrays.copyOf(whole, whole.length - 1)))
            .as(charset)
            .hasMessage(
                "Expected a whole file, found a damaged or truncated one: its %s ends within a character"
                    .formatted(charset))
            .extracting(ChurnException::code)
            .isEqualTo(ErrorCode.UNPROCESSABLE);
      }
    }
  }
}
