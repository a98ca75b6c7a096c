/** Small programs that embed churn prediction; the build compiles and runs each of them. */
package dev.churn.http.example;
