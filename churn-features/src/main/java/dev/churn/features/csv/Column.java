package dev.churn.features.csv;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The columns that this module knows, with the aliases that files use for them. */
public enum Column {
  CUSTOMER_ID(
      true,
      "customer customernumber customerno custid cust clientid client userid user uid memberid member"
          + " accountid account subscriberid buyerid"),
  EVENT_DATE(
      true,
      "date day timestamp datetime eventtime eventtimestamp eventdatetime eventday orderdate"
          + " ordertime invoicedate transactiondate purchasedate paymentdate activitydate createdat"
          + " createddate occurredat"),
  AMOUNT(
      false,
      "price revenue value total sales spend ordervalue orderamount ordertotal totalamount"
          + " totalprice transactionamount transactionvalue purchaseamount paymentamount"),
  EVENT_TYPE(false, "type event eventname action activity activitytype transactiontype"),
  CHURN_LABEL(false, "churn churned label ischurn ischurned haschurned exited"),
  /** The number of pieces; together with {@link #UNIT_PRICE} it takes the place of the amount. */
  QUANTITY(
      false,
      "qty quantityordered orderquantity orderqty itemquantity itemqty lineitemquantity"
          + " productquantity units unitssold pieces itemcount numberofitems"),
  /** The price of one piece. */
  UNIT_PRICE(
      false,
      "price itemprice lineitemprice productprice priceperunit priceperitem priceeach"
          + " unitsaleprice unitamount pricepiece"),
  /** The currency of the amount. Amounts are never converted; it tells whether they add up. */
  CURRENCY(
      false,
      "currencycode currencyiso isocurrency amountcurrency pricecurrency ordercurrency"
          + " paymentcurrency transactioncurrency curr ccy waehrung währung devise moneda valuta");

  private final boolean required;
  private final String aliases; // normalized, separated by blanks

  Column(boolean required, String aliases) {
    this.required = required;
    this.aliases = aliases;
  }

  /** {@return the canonical name, as in options and reports} */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return whether every file must have this column} */
  boolean required() {
    return required;
  }

  /** {@return whether a header is the canonical name, letter by letter} */
  boolean isExactly(String header) {
    return header.equals(id());
  }

  /** {@return whether a header is the canonical name in any spelling} */
  public boolean isNamed(String header) {
    return normalized(header).equals(normalized(id()));
  }

  /** {@return whether a header is a common alias of this column} */
  public boolean isCalled(String header) {
    return List.of(aliases.split(" ", -1)).contains(normalized(header));
  }

  /** {@return the common aliases, normalized} */
  public Stream<String> aliases() {
    return Stream.of(aliases.split(" ", -1));
  }

  /** {@return a normalized name: case, blanks and {@code _ - .} do not matter} */
  public static String normalized(String header) {
    StringBuilder plain = new StringBuilder(header.length());
    header
        .codePoints()
        .filter(c -> c != '_' && c != '-' && c != '.' && !Character.isWhitespace(c) && c != 0xA0)
        .forEach(c -> plain.appendCodePoint(Character.toLowerCase(c)));
    return plain.toString();
  }
}
