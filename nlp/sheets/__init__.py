"""Programme sheets (事業資料): title, office, amounts, texts, conditions, parts."""
