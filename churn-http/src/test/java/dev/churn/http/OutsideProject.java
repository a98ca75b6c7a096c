package dev.churn.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Maven project in a folder of its own. It has a local repository of its own, so that our modules
 * can only come from where they were deployed; all else is copied from the repository of this
 * machine, or downloaded if it is not there.
 */
final class OutsideProject {
  private static final Pattern CLASS = Pattern.compile("(?m)^(?:public )?final class (\\w+)");

  private final Path folder;

  private OutsideProject(Path folder) {
    this.folder = folder;
  }

  /** Creates the project with the given lines in its POM. */
  static OutsideProject create(Path folder, String lines, Path deployed) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("pom.xml"),
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>outside</groupId>
          <artifactId>outside</artifactId>
          <version>1</version>
          <properties>
            <maven.compiler.release>17</maven.compiler.release>
            <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
          </properties>
        %s
        </project>
        """
            .formatted(lines));
    Files.writeString(
        folder.resolve("settings.xml"),
        """
        <settings>
          <profiles>
            <profile>
              <id>here</id>
              <repositories>%s%s</repositories>
              <pluginRepositories>%s</pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles><activeProfile>here</activeProfile></activeProfiles>
        </settings>
        """
            .formatted(
                repository("repository", "deployed", deployed, true),
                repository("repository", "cache", cache(), false),
                repository("pluginRepository", "cache", cache(), false)));
    return new OutsideProject(folder);
  }

  void add(String packageName, String source) throws IOException {
    Matcher name = CLASS.matcher(source);
    assertThat(name.find()).isTrue();
    Path file =
        folder
            .resolve("src/main/java")
            .resolve(packageName.replace('.', '/'))
            .resolve(name.group(1) + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
  }

  /** Compiles the project by Maven and runs one of its classes. {@return what that printed} */
  String run(String main, String... arguments) throws IOException {
    execute(
        System.getProperty("maven.home") + "/bin/mvn",
        "-B",
        "-q",
        "-ntp",
        "-s",
        folder.resolve("settings.xml").toString(),
        "-Dmaven.repo.local=" + folder.resolve("repository"),
        plugin("resources", "resources"),
        plugin("compiler", "compile"),
        plugin("dependency", "build-classpath"),
        "-Dmdep.outputFile=" + classPathFile());
    List<String> jars = new ArrayList<>(classPath());
    jars.add(0, folder.resolve("target/classes").toString());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", String.join(File.pathSeparator, jars), main));
    command.addAll(List.of(arguments));
    return execute(command.toArray(String[]::new)).strip();
  }

  /** {@return the jars that the project's dependencies are, once it ran} */
  List<String> classPath() throws IOException {
    return List.of(Files.readString(classPathFile()).strip().split(File.pathSeparator));
  }

  private Path classPathFile() {
    return folder.resolve("class-path");
  }

  private String execute(String... command) throws IOException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(String.join(" ", command)).isTrue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new AssertionError(e);
    }
    String printed = Files.readString(output, UTF_8);
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }

  private static String plugin(String name, String goal) {
    String version = System.getProperty("plugin." + name);
    return "org.apache.maven.plugins:maven-%s-plugin:%s:%s".formatted(name, version, goal);
  }

  private static Path cache() {
    return Path.of(System.getProperty("maven.repository"));
  }

  private static String repository(String element, String id, Path folder, boolean snapshots) {
    return "<%s><id>%s</id><url>%s</url><snapshots><enabled>%s</enabled></snapshots></%s>"
        .formatted(element, id, folder.toUri(), snapshots, element);
  }
}
