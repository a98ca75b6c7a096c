package dev.churn.http.chaos;

import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/**
 * Builds the jar of {@link KillAgent}: the driver of the database, the file operations of the JDK
 * and the HTTP client, all of which tell {@link KillPoints} of their effects. The classes are
 * changed here, once, so that each server that is killed starts quickly.
 */
final class KillAgentJar {
  private static final Map<String, AsmVisitorWrapper> CHANGES =
      Map.of(
          "java.nio.file.Files",
          Advice.to(OfFiles.class)
              .on(
                  isPublic()
                      .and(isStatic())
                      .and(
                          namedOneOf(
                              "createDirectory",
                              "createLink",
                              "newOutputStream",
                              "move",
                              "delete",
                              "deleteIfExists"))),
          "java.time.Clock",
          Advice.to(OfClock.class).on(named("currentInstant")),
          "org.postgresql.core.v3.QueryExecutorImpl",
          Advice.to(OfStatements.class).on(isPublic().and(named("execute"))),
          "okhttp3.internal.http.CallServerInterceptor",
          Advice.to(OfRequests.class).on(named("intercept")));

  private KillAgentJar() {}

  /** {@return the jar, newly built} */
  static Path build(Path folder) throws IOException {
    Path jar = folder.resolve("kill-agent.jar");
    var manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", KillAgent.class.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            ClassFileLocator.ForClassLoader.of(KillAgentJar.class.getClassLoader()),
            ClassFileLocator.ForClassLoader.ofBootLoader());
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      String name = KillPoints.class.getName().replace('.', '/') + ".class";
      out.putNextEntry(new JarEntry(name));
      try (InputStream in = KillPoints.class.getClassLoader().getResourceAsStream(name)) {
        in.transferTo(out);
      }
      for (Map.Entry<String, AsmVisitorWrapper> change : CHANGES.entrySet()) {
        out.putNextEntry(new JarEntry(KillAgent.CHANGED + change.getKey()));
        TypeDescription type = TypePool.Default.of(locator).describe(change.getKey()).resolve();
        out.write(
            new ByteBuddy().redefine(type, locator).visit(change.getValue()).make().getBytes());
      }
    }
    return jar;
  }

  /** Copied into the methods that change files. */
  static final class OfFiles {
    private OfFiles() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.Origin("#m") String method, @Advice.Argument(0) Object file) {
      KillPoints.enter(method, file);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Advice.Origin("#m") String method, @Advice.Argument(0) Object file) {
      KillPoints.exit(method, file);
    }
  }

  /** Copied into the driver of the database. */
  static final class OfStatements {
    private OfStatements() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(0) Object query) {
      KillPoints.enter("sql", query);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Advice.Argument(0) Object query) {
      KillPoints.exit("sql", query);
    }
  }

  /** Copied into the HTTP client of the storage. */
  static final class OfRequests {
    private OfRequests() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(0) Object chain) {
      KillPoints.enter("storage request", chain);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Advice.Argument(0) Object chain) {
      KillPoints.exit("storage request", chain);
    }
  }

  /** Copied into the clock of the system. */
  static final class OfClock {
    private OfClock() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) Instant time) {
      time = KillPoints.shifted(time);
    }
  }
}
