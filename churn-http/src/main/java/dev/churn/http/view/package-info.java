/**
 * What answers look like: records whose components are the JSON fields. They are made from the
 * types of the domain and know no routes. A field that can be absent is an {@code Optional} and is
 * written as null. Start at {@link dev.churn.http.view.ModelView}.
 */
package dev.churn.http.view;
