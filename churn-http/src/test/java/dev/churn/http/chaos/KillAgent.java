package dev.churn.http.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.security.ProtectionDomain;
import java.time.Clock;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Replaces classes by those that {@link KillAgentJar} has changed. */
public final class KillAgent {
  /** The folder of the changed classes in the jar. */
  static final String CHANGED = "changed/";

  private KillAgent() {}

  /** Called by the JVM before {@code main}. */
  public static void premain(String agentJar, Instrumentation instrumentation)
      throws IOException, UnmodifiableClassException {
    Map<String, byte[]> changed = new HashMap<>();
    JarFile jar = new JarFile(agentJar);
    for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
      JarEntry entry = all.nextElement();
      if (entry.getName().startsWith(CHANGED)) {
        try (InputStream in = jar.getInputStream(entry)) {
          changed.put(
              entry.getName().substring(CHANGED.length()).replace('.', '/'), in.readAllBytes());
        }
      }
    }
    // Methods of the JDK see what the boot loader loads, and nothing else.
    instrumentation.appendToBootstrapClassLoaderSearch(jar);
    instrumentation.addTransformer(new Transformer(changed), true);
    instrumentation.retransformClasses(Files.class, Clock.class);
  }

  private static final class Transformer implements ClassFileTransformer {
    private final Map<String, byte[]> changed;

    Transformer(Map<String, byte[]> changed) {
      this.changed = changed;
    }

    @Override
    public byte[] transform(
        ClassLoader loader,
        String name,
        Class<?> redefined,
        ProtectionDomain domain,
        byte[] bytes) {
      return name == null ? null : changed.get(name);
    }
  }
}
