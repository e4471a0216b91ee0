"""Amounts: printed, summed, averaged, ranked, compared between years, stages, lists and sheets."""
