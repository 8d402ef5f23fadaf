/** Where benchmark figures go: the machine they were taken on, tables, the history in files. */
package io.cardswitch.benchmarks.report;
