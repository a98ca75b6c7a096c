/**
 * What answers look like: records whose components are the JSON fields. They are made from the
 * language of the domain and know no routes. Start at {@link dev.churn.http.view.ModelViews}.
 */
package dev.churn.http.view;
