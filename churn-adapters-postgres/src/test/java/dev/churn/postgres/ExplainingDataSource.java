package dev.churn.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Explains every prepared statement, with the values that it is executed with, right before it is
 * executed in the same transaction.
 */
final class ExplainingDataSource extends PGSimpleDataSource {
  private static final long serialVersionUID = 1L;

  /** Plans by the text of the statement without values. */
  private final transient Map<String, List<String>> plans =
      Collections.synchronizedMap(new TreeMap<>());

  ExplainingDataSource(DatabaseSettings settings) {
    setUrl(settings.jdbcUrl());
    setUser(settings.user());
    setPassword(settings.password());
  }

  /** {@return the plans of all statements so far, by their text} */
  Map<String, List<String>> plans() {
    synchronized (plans) {
      return new TreeMap<>(plans);
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    return explained(super.getConnection());
  }

  private Connection explained(Connection connection) {
    return (Connection)
        proxy(
            Connection.class,
            (method, arguments) -> {
              Object result = method.invoke(connection, arguments);
              return method.getName().equals("prepareStatement") && isPlanned((String) arguments[0])
                  ? explained(
                      (String) arguments[0],
                      (PreparedStatement) result,
                      connection.prepareStatement("explain " + arguments[0]))
                  : result;
            });
  }

  private static boolean isPlanned(String sql) {
    String verb = sql.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
    return List.of("select", "insert", "update", "delete", "with").contains(verb);
  }

  /** {@return the statement; the explaining statement gets the same values} */
  private PreparedStatement explained(
      String sql, PreparedStatement statement, PreparedStatement explaining) {
    boolean[] isExplained = {false}; // of a batch, the first row suffices
    return (PreparedStatement)
        proxy(
            PreparedStatement.class,
            (method, arguments) -> {
              String name = method.getName();
              boolean isValue =
                  name.startsWith("set") && arguments.length > 1 && arguments[0] instanceof Integer;
              if (isValue) {
                method.invoke(explaining, arguments);
              } else if (name.equals("addBatch") || name.startsWith("execute")) {
                if (!isExplained[0]) {
                  explain(sql, explaining);
                }
                isExplained[0] = true;
              } else if (name.equals("close")) {
                explaining.close();
              }
              return method.invoke(statement, arguments);
            });
  }

  private void explain(String sql, PreparedStatement explaining) throws SQLException {
    var plan = new StringBuilder();
    try (ResultSet rows = explaining.executeQuery()) {
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
    }
    plans
        .computeIfAbsent(sql, text -> Collections.synchronizedList(new ArrayList<>()))
        .add(plan.toString());
  }

  private interface Call {
    Object make(Method method, Object[] arguments)
        throws InvocationTargetException, IllegalAccessException, SQLException;
  }

  private static Object proxy(Class<?> type, Call call) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          try {
            return call.make(method, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }
}
