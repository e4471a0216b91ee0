"""The review system of government programmes (行政事業レビュー): one sheet per programme and year."""
