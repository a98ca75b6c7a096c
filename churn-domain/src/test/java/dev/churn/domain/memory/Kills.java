package dev.churn.domain.memory;

import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Transactions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;

/**
 * Ports of a server that is killed after one of its effects: a commit, a change outside of a
 * transaction, or a change of an object. Nothing has an effect afterwards.
 */
public final class Kills {
  private static final Set<String> READS_OF_OBJECTS =
      Set.of("open", "size", "list", "inspect", "url", "displayName", "findRefusal");

  private final ThreadLocal<Integer> depth = ThreadLocal.withInitial(() -> 0);
  private long effectsLeft = Long.MAX_VALUE;
  private boolean isDead;

  /** Ends a server; not an exception, so that nothing takes it for a failure of a port. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /**
   * Kills the server after an effect.
   *
   * @param effects 1 for the next one
   */
  public synchronized void after(long effects) {
    effectsLeft = effects;
  }

  /** {@return whether the server was killed} */
  public synchronized boolean hasKilled() {
    return isDead;
  }

  public Transactions of(Transactions port) {
    return of(Transactions.class, port, Set.of("call", "run"));
  }

  public ObjectStore of(ObjectStore port) {
    return of(ObjectStore.class, port, Set.of("put", "delete"));
  }

  /**
   * {@return a port that can be killed}
   *
   * @param changes the names of the methods that change something
   */
  public <T> T of(Class<T> type, T port, Set<String> changes) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (same, method, arguments) -> call(port, method, arguments, changes));
    return type.cast(proxy);
  }

  private Object call(Object port, Method method, Object[] arguments, Set<String> changes)
      throws Throwable {
    if (hasKilled() && !READS_OF_OBJECTS.contains(method.getName())) {
      throw new Killed();
    }
    depth.set(depth.get() + 1);
    Object result;
    try {
      result = method.invoke(port, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      depth.set(depth.get() - 1);
    }
    if (depth.get() == 0 && changes.contains(method.getName())) {
      countDown();
    }
    return result;
  }

  private synchronized void countDown() {
    if (--effectsLeft == 0) {
      isDead = true;
      throw new Killed();
    }
  }
}
