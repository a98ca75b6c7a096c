package dev.churn.http.cases;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A feature table: the values of its columns as texts, by day and customer. */
final class Table {
  private final TreeMap<String, Map<String, Map<String, String>>> days = new TreeMap<>();

  private Table() {}

  static Table of(byte[] csv) {
    var table = new Table();
    List<List<String>> rows = rows(new String(csv, StandardCharsets.UTF_8));
    List<String> header = rows.get(0);
    for (List<String> row : rows.subList(1, rows.size())) {
      Map<String, String> values = new HashMap<>();
      for (int i = 0; i < header.size(); i++) {
        values.put(header.get(i), row.get(i));
      }
      table
          .days
          .computeIfAbsent(values.get("as_of"), day -> new LinkedHashMap<>())
          .put(values.get("customer_id"), values);
    }
    return table;
  }

  /** {@return the customers of the latest day} */
  Set<String> customers() {
    return days.lastEntry().getValue().keySet();
  }

  /** {@return the value of a column on the latest day, or null if there is none} */
  String value(String customer, String column) {
    return days.lastEntry().getValue().getOrDefault(customer, Map.of()).get(column);
  }

  /** {@return the label of a customer on a day, or null if the table does not have the customer} */
  String label(String day, String customer) {
    return days.getOrDefault(day, Map.of()).getOrDefault(customer, Map.of()).get("churn_label");
  }

  private static List<List<String>> rows(String csv) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    var field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (c == '"') {
        if (quoted && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
          field.append(c);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (quoted || (c != ',' && c != '\n' && c != '\r')) {
        field.append(c);
      } else if (c != '\r') {
        row.add(field.toString());
        field.setLength(0);
        if (c == '\n') {
          rows.add(row);
          row = new ArrayList<>();
        }
      }
    }
    return rows;
  }
}
