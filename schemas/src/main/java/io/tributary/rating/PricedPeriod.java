package io.tributary.rating;

import io.tributary.model.RateCard;
import java.util.Optional;

/**
 * @param buy what the account pays
 * @param sell what the partner charges it; empty where nothing is published yet, or nobody asked
 */
public record PricedPeriod(Period period, RateCard buy, Optional<RateCard> sell) {}
