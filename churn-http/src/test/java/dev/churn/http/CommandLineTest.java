package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments as people mistype them. Nothing is started. */
final class CommandLineTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return Main.run(stream(out), stream(err), arguments);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--port 99999 | --port | expected a number from 0 to 65535, found '99999'",
        "serve --port 99999 | --port | expected a number from 0 to 65535, found '99999'",
        "serve --port -1 | --port | expected a number from 0 to 65535, found '-1'",
        "demo --port=http | --port | expected a number from 0 to 65535, found 'http'",
        "demo --port 99999999999 | --port | expected a number from 0 to 65535",
        "demo --customers 0 | --customers | expected a number from 300 to 1000000, found '0'",
        "demo --customers many | --customers | expected a number from 300 to 1000000, found 'many'",
        "demo --customers | --customers | Missing required parameter",
        "serve --port | --port | Missing required parameter",
        "serve --prot 5001 | '--prot' | Unknown option",
        "demo --customer=5 | --customer | did you mean --customers",
        "--verbose | '--verbose' | Unknown option",
        "-x | '-x' | Unknown option",
        "sevre | 'sevre' | Unknown command",
        "stop | 'stop' | Unknown command",
        "serve now | 'now' | Unknown argument",
        "serve demo | 'demo' | Unknown argument",
        "demo --exit=perhaps | perhaps | boolean",
        "serve --port 1 --port 2 | --port | only once",
      })
  void what_cannot_be_understood_is_told_in_one_sentence(
      String arguments, String place, String problem) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);

    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains(place)
        .contains(problem)
        .containsPattern("; see churn-http( serve| demo)? --help$");
    assertThat(out.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "-h",
        "help",
        "help demo",
        "demo --help",
        "serve --help",
        "serve -h",
        "demo --customers 500 --help",
      })
  void every_command_explains_itself(String arguments) {
    assertThat(run(arguments.split(" "))).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("Usage: churn-http")
        .contains("--port");
    assertThat(err.size()).isZero();
  }

  @Test
  void the_version_is_told_by_every_command() {
    assertThat(run("demo", "--version")).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("churn-http ");
  }
}
