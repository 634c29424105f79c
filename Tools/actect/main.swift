print("actect")
