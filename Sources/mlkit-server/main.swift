print("mlkit-server")
