package dev.churn.features.source;

import static dev.churn.features.source.Sources.bytes;
import static dev.churn.features.source.Sources.gzip;
import static dev.churn.features.source.Sources.read;
import static dev.churn.features.source.Sources.refusal;
import static dev.churn.features.source.Sources.zip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KindsTest {
  @ParameterizedTest
  @CsvSource({
    "255044462d312e37, a PDF",
    "504152311500, a Parquet file",
    "4f626a0104, an Avro file",
    "4152524f57310000, an Arrow file",
    "377abcaf271c0004, a 7z archive",
    "526172211a0701, a RAR archive",
    "425a6839314159265359001122, a bzip2 file",
    "fd377a585a00, an xz file",
    "28b52ffd24, a zstd file",
    "89504e470d0a1a0a00, an image (PNG)",
    "ffd8ffe000, an image (JPEG)",
    "4749463839610100, an image (GIF)",
    "53514c69746520666f726d6174203300, an SQLite database",
    "5047444d50010e00, a PostgreSQL dump",
    "7b5c727466, a Rich Text document",
    "2d2d0a2d2d20506f737467726553514c20646174616261736520, a PostgreSQL dump",
    "3c21444f43545950452068746d6c3e, an HTML page",
    "efbbbf0a3c48544d4c3e, an HTML page",
    "3c3f786d6c2076657273696f6e, an XML file"
  })
  void what_is_no_file_of_rows_is_named(String hex, String kind) {
    byte[] file = HexFormat.of().parseHex(hex);

    assertThat(refusal(file).code()).isEqualTo(ErrorCode.UNPROCESSABLE);
    assertThat(refusal(file))
        .hasMessageStartingWith(
            "Expected a CSV file, a gzip or ZIP file with one, an Excel workbook (.xlsx) or JSON lines, found "
                + kind
                + "; ");
    assertThat(refusal(gzip(file))).hasMessageContaining("found " + kind + ";");
    assertThat(refusal(zip("a.csv", file))).hasMessageContaining("found " + kind + ";");
  }

  @Test
  void old_office_files_are_told_apart() {
    byte[] file = Arrays.copyOf(HexFormat.of().parseHex("D0CF11E0A1B11AE1"), 4096);
    assertThat(refusal(file))
        .hasMessageContaining("an old Excel workbook (.xls); save it as .xlsx or CSV");

    byte[] name = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
    System.arraycopy(name, 0, file, 1024, name.length);
    assertThat(refusal(file)).hasMessageContaining("a workbook that is protected by a password");
  }

  @Test
  void documents_that_are_archives_are_named() {
    assertThat(refusal(zip("word/document.xml", bytes("<a/>")))).hasMessageContaining("Word");
    assertThat(refusal(zip("xl/workbook.bin", bytes("x")))).hasMessageContaining(".xlsb");
    assertThat(
            refusal(
                zip(
                    Map.of(
                        "mimetype",
                        bytes("application/vnd.oasis.opendocument.spreadsheet"),
                        "content.xml",
                        bytes("<a/>")))))
        .hasMessageContaining("found an OpenDocument spreadsheet; save it as .xlsx or CSV");
    byte[] tar = new byte[1024];
    System.arraycopy(bytes("ustar"), 0, tar, 257, 5);
    assertThat(refusal(gzip(tar))).hasMessageContaining("a TAR archive");
    assertThat(
            refusal(
                bytes(
                    "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>")))
        .hasMessageContaining("an Excel workbook as XML");
  }

  @Test
  void binary_data_is_what_has_many_control_characters() {
    byte[] junk = new byte[5000];
    new Random(1).nextBytes(junk);

    assertThat(refusal(junk)).hasMessageContaining("found binary data; export its rows");
  }

  @Test
  void single_control_characters_make_no_file_binary() {
    String text =
        "customer_id,event_date,note\n1,2024-01-01,\u0000\u0001\u001A\n"
            + "2,2024-01-01,x\n".repeat(9);

    assertThat(read(bytes(text)).text()).isEqualTo(text);
  }

  @Test
  void names_of_columns_that_begin_like_other_files_are_no_such_files() {
    for (String header :
        new String[] {
          "ORCAMENTO", "PARENT_ID", "PAR1", "BZh", "GIF89a", "PGDMP_ID", "[id]", "{id}"
        }) {
      String text = header + ",customer_id,event_date\n1,2,2024-01-01\n";
      assertThat(read(bytes(text)).text()).isEqualTo(text);
    }
  }
}
