package dev.churn.training.weka;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The way into Weka. Every classifier starts Weka's package manager, which creates folders in the
 * home of the user, changes settings of the whole virtual machine and, when asked for packages,
 * goes to the network. Here it is started once, offline, in a temporary folder that is deleted
 * right after, and the settings are put back. Safe for use by several threads.
 */
final class WekaRuntime {
  private static final List<String> CHANGED_PROPERTIES =
      List.of(
          "WEKA_HOME",
          "weka.packageManager.offline",
          "weka.packageManager.loadPackages",
          "java.library.path");

  private WekaRuntime() {}

  /** Runs once, on the first use of this holder; later uses find it done. */
  private static final class Started {
    static final boolean DONE = startOnce();

    private Started() {}
  }

  /** Starts Weka unless it was started; to be called before any class of Weka is used. */
  static void start() {
    if (!Started.DONE) {
      throw new IllegalStateException("Weka was not started");
    }
  }

  private static boolean startOnce() {
    Map<String, String> before = new HashMap<>();
    CHANGED_PROPERTIES.forEach(name -> before.put(name, System.getProperty(name)));
    Authenticator authenticator = Authenticator.getDefault();
    PrintStream out = System.out;
    // Weka says on standard output that it misses the native linear algebra, which was left out.
    PrintStream muted = mutedForThisThread(out);
    try {
      Path home = Files.createTempDirectory("churn-weka");
      try {
        System.setProperty("WEKA_HOME", home.toString());
        System.setProperty("weka.packageManager.offline", "true");
        System.setProperty("weka.packageManager.loadPackages", "false");
        System.setOut(muted);
        Class.forName("weka.core.Capabilities");
      } finally {
        if (System.out == muted) {
          System.setOut(out);
        }
        Authenticator.setDefault(authenticator);
        before.forEach(WekaRuntime::restore);
        delete(home);
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("Weka needs a temporary folder while it starts", e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("Expected Weka on the class path", e);
    }
  }

  private static void restore(String property, String value) {
    if (value == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  private static PrintStream mutedForThisThread(PrintStream out) {
    Thread starter = Thread.currentThread();
    var filter =
        new OutputStream() {
          @Override
          public void write(int b) {
            if (Thread.currentThread() != starter) {
              out.write(b);
            }
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            if (Thread.currentThread() != starter) {
              out.write(bytes, offset, length);
            }
          }

          @Override
          public void flush() {
            out.flush();
          }
        };
    return new PrintStream(filter, true, Charset.defaultCharset());
  }
}
