package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The picture of the architecture shows the classes as they are. */
final class ArchitectureDiagramTest {
  private static final String RENEW =
      "mvn -q -ntp -pl churn-http -am test -Dtest=ArchitectureDiagramTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Ddiagram.renew=true";
  private static final String BEGIN = "<!-- packages: drawn from the classes -->\n";
  private static final String END = "<!-- end of packages -->";
  private static final Path PICTURE = Path.of("..", "docs", "images", "rooms.svg");
  private static final Path TEXT = Path.of("..", "docs", "architecture.md");

  private final ArchitectureDiagram diagram = ArchitectureDiagram.ofClassPath();

  @Test
  void no_arrow_between_packages_points_up() {
    assertThat(diagram.upwardBetweenPackages()).isZero();
  }

  @Test
  void picture_and_list_are_those_of_the_classes() throws IOException {
    String document = Files.readString(TEXT);
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    String wanted =
        document.substring(0, begin)
            + "\n"
            + diagram.markdown()
            + "\n"
            + document.substring(document.indexOf(END));
    if (Boolean.getBoolean("diagram.renew")) {
      Files.writeString(PICTURE, diagram.svg());
      Files.writeString(TEXT, wanted);
    }

    assertThat(PICTURE).as("stale; renew it by: %s", RENEW).hasContent(diagram.svg());
    assertThat(document.equals(wanted) || Boolean.getBoolean("diagram.renew"))
        .as("the list of packages in %s is current; renew it by: %s", TEXT, RENEW)
        .isTrue();
  }
}
