package io.cardswitch.core.config;

import io.cardswitch.core.domain.AccountStatus;
import io.cardswitch.core.domain.AccountType;

/**
 * One row of accounts.csv.
 *
 * @param account identification, 1-28 ASCII characters
 * @param currency ISO 4217 numeric
 * @param type kind of account
 * @param ledgerMinor opening balance
 * @param creditLimitMinor how far the balance may fall below zero
 * @param status whether it may be used
 */
public record AccountRow(
        String account,
        int currency,
        AccountType type,
        long ledgerMinor,
        long creditLimitMinor,
        AccountStatus status) {}
